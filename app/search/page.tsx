import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { FoundList } from '../../components/found-list.tsx';
import { PageLinks } from '../../components/page-links.tsx';
import { SearchFilters } from '../../components/search-filters.tsx';
import { SearchForm } from '../../components/search-form.tsx';
import type { SearchPage as Page } from '../../lib/catalog.ts';
import { site } from '../../lib/site.ts';
import { urls } from '../../lib/urls.ts';
import { newsroom } from '../_shared/data.ts';
import { pageMetadata } from '../_shared/metadata.ts';
import { askedOf } from './asked.ts';
import '../styles/finding.css';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { query } = askedOf(await searchParams);
  return pageMetadata({
    title: query ? `Search: ${query}` : 'Search',
    description: `Search all articles of ${site.name}.`,
    path: urls.search(),
    hidden: true,
  });
}

export default async function SearchPage({ searchParams }: Props) {
  const { query, number, address, filters } = askedOf(await searchParams);
  const { catalog } = await newsroom();
  const list = query ? catalog.search(query, number, filters) : undefined;
  if (query && !list) notFound();
  const pending = catalog.searchPending();
  const meant = query ? catalog.didYouMean(query) : undefined;
  const href = (page: number) => urls.search(query, page, address);
  const isFiltered = Boolean(address.topic ?? address.from ?? address.to);
  return (
    <div className="list">
      <header>
        <h1>Search</h1>
        <SearchForm id="search-here" query={query}>
          <SearchFilters asked={address} years={catalog.years()} />
        </SearchForm>
        {pending > 0 && (
          <p className="meta">{`The search is being prepared: ${pending} articles are not in it yet.`}</p>
        )}
        {list && (
          <p className="meta" role="status">
            {`${howMany(list)} for “${query}”`}
          </p>
        )}
        {meant && (
          <p className="meant">
            {'Did you mean '}
            <a href={urls.search(meant, 1, address)}>{meant}</a>?
          </p>
        )}
        {list?.total === 0 && (
          <p className="standfirst">
            {'Every word must occur, so fewer words find more. '}
            {isFiltered && (
              <>
                <a href={urls.search(query)}>Search all topics and years</a>
                {', or look into '}
              </>
            )}
            {!isFiltered && 'Look into '}
            <a href={urls.topics()}>the topics</a>, <a href={urls.tags()}>the tags</a> or{' '}
            <a href={urls.archive()}>the archive</a>.
          </p>
        )}
      </header>
      {list && <FoundList found={list.items} />}
      {list && <PageLinks number={list.number} pages={list.pages} href={href} />}
    </div>
  );
}

function howMany({ total, isCapped }: Page): string {
  if (isCapped) return `More than ${total - 1} articles, of which the newest ${total} are weighed,`;
  return `${total === 0 ? 'No' : total} ${total === 1 ? 'article' : 'articles'}`;
}
