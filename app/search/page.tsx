import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { Pagination } from '../../components/pagination.tsx';
import { Phrase } from '../../components/phrase.tsx';
import { SearchFilters } from '../../components/search-filters.tsx';
import { SearchForm } from '../../components/search-form.tsx';
import { SearchResults } from '../../components/search-results.tsx';
import type { Article } from '../../lib/catalog.ts';
import { messages } from '../../lib/messages.ts';
import { site } from '../../lib/site.ts';
import { urls } from '../../lib/urls.ts';
import { getCatalog } from '../_shared/data.ts';
import { pageMetadata } from '../_shared/metadata.ts';
import { parseSearchParams } from './search-params.ts';
import '../styles/lists.css';
import '../styles/search.css';

const { search: said } = messages;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const { query } = await asked(searchParams);
  return pageMetadata({
    title: query ? said.titleOf(query) : said.title,
    description: said.description(site.name),
    path: urls.search(),
    hidden: true,
  });
}

export default async function SearchPage({ searchParams }: Props) {
  const { query, number, address, filters } = await asked(searchParams);
  const { catalog } = await getCatalog();
  const list = query ? catalog.search(query, number, filters) : undefined;
  if (query && !list) notFound();
  const pending = catalog.searchPending();
  const meant = query ? catalog.didYouMean(query) : undefined;
  const href = (page: number) => urls.search(query, page, address);
  const isFiltered = [address.topic, address.tag, address.author, address.from, address.to].some(Boolean);
  return (
    <div className="list">
      <header>
        <h1>{said.title}</h1>
        <SearchForm id="search-here" query={query}>
          <SearchFilters
            asked={address}
            years={catalog.years()}
            authors={catalog.authors()}
            tag={address.tag ? (catalog.tag(address.tag)?.label ?? address.tag) : ''}
            tags={tagsOf(list?.items ?? [])}
          />
        </SearchForm>
        {pending > 0 && <p className="meta">{said.pending(pending)}</p>}
        {list && (
          <p className="meta" role="status">
            {list.isCapped ? said.foundMore(list.total, query) : said.found(list.total, query)}
          </p>
        )}
        {meant && (
          <p className="meant">
            <Phrase pieces={said.meant(<a href={urls.search(meant, 1, address)}>{meant}</a>)} />
          </p>
        )}
        {list?.total === 0 && (
          <p className="standfirst">
            <Phrase
              pieces={said.noneFound<ReactNode>({
                everywhere: isFiltered ? linkTo(urls.search(query)) : undefined,
                topics: linkTo(urls.topics()),
                tags: linkTo(urls.tags()),
                archive: linkTo(urls.archive()),
              })}
            />
          </p>
        )}
      </header>
      {list && <SearchResults found={list.items} />}
      {list && <Pagination number={list.number} pages={list.pages} href={href} />}
    </div>
  );
}

async function asked(searchParams: Props['searchParams']) {
  const { catalog } = await getCatalog();
  return parseSearchParams(await searchParams, (id) => catalog.author(id) !== undefined);
}

/** The tags of articles, each once, as they write them. */
function tagsOf(articles: Article[]): string[] {
  return [...new Set(articles.flatMap(({ tags }) => tags.map(({ label }) => label)))].sort();
}

const linkTo = (href: string) => (text: string) => <a href={href}>{text}</a>;
