import { SearchForm } from '../components/search-form.tsx';
import { StoryList } from '../components/story-list.tsx';
import { site } from '../lib/site.ts';
import { newsroom } from './_shared/data.ts';
import { Frame } from './_shared/document.tsx';
import { FOR_EVERY_READER } from './_shared/metadata.ts';
import { metadata as ofAll } from './layout.tsx';

export { viewport } from './layout.tsx';

export const metadata = {
  ...ofAll,
  title: `Not found | ${site.name}`,
  robots: { index: false },
  other: FOR_EVERY_READER,
};

/**
 * The page of what is not there, outside the layout: a `not-found.tsx` would be rendered for, and sent with, every page.
 */
export default async function NotFound() {
  const { catalog } = await newsroom();
  return (
    <Frame>
      <div className="list">
        <header>
          <h1>There is no page at this address</h1>
          <p className="standfirst">
            It may have been moved or misspelled. Search for it, or start from what is new.
          </p>
          <SearchForm id="search-missing" />
        </header>
        <StoryList id="recent" heading="Recent posts" articles={catalog.newest(6)} form="card" />
      </div>
    </Frame>
  );
}
