import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageLinks } from '../../components/page-links.tsx';
import { SearchForm } from '../../components/search-form.tsx';
import { Story } from '../../components/story.tsx';
import { site } from '../../lib/site.ts';
import { urls } from '../../lib/urls.ts';
import { newsroom } from '../newsroom.ts';
import { pageMetadata } from '../page-metadata.ts';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

async function asked({ searchParams }: Props) {
  const { q, page } = await searchParams;
  const query = (typeof q === 'string' ? q : '').slice(0, 200).trim();
  const number = typeof page === 'string' && /^[1-9]\d{0,5}$/.test(page) ? Number(page) : 1;
  return { query, number };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { query } = await asked(props);
  return pageMetadata({
    title: query ? `Search: ${query}` : 'Search',
    description: `Search all articles of ${site.name}.`,
    path: urls.search(),
    hidden: true,
  });
}

export default async function SearchPage(props: Props) {
  const { query, number } = await asked(props);
  const { catalog } = await newsroom();
  const list = query ? catalog.search(query, number) : undefined;
  if (query && !list) notFound();
  const pending = catalog.searchPending();
  return (
    <div className="list">
      <header>
        <h1>Search</h1>
        <SearchForm id="search-here" query={query} />
        {pending > 0 && (
          <p className="meta">{`The search is being prepared: ${pending} articles are not in it yet.`}</p>
        )}
        {list && (
          <p className="meta" role="status">
            {`${list.total === 0 ? 'No' : list.total} ${list.total === 1 ? 'article' : 'articles'} for “${query}”`}
          </p>
        )}
      </header>
      {list?.items.map((article) => (
        <Story key={article.slug} article={article} form="row" level={2} />
      ))}
      {list && (
        <PageLinks number={list.number} pages={list.pages} href={(page) => urls.search(query, page)} />
      )}
    </div>
  );
}
