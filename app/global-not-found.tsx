import { SearchForm } from '../components/search-form.tsx';
import { StoryList } from '../components/story-list.tsx';
import { messages } from '../lib/messages.ts';
import { site } from '../lib/site.ts';
import { getCatalog } from './_shared/data.ts';
import { Frame } from './_shared/document.tsx';
import { FOR_EVERY_READER } from './_shared/metadata.ts';
import { metadata as ofAll } from './layout.tsx';
import './styles/lists.css';

export { viewport } from './layout.tsx';

export const metadata = {
  ...ofAll,
  title: `${messages.notFound.title} | ${site.name}`,
  robots: { index: false },
  other: FOR_EVERY_READER,
};

/**
 * The page of what is not there, outside the layout: a `not-found.tsx` would be rendered for, and sent with, every page.
 */
export default async function NotFound() {
  const { catalog } = await getCatalog();
  return (
    <Frame>
      <div className="list">
        <header>
          <h1>{messages.notFound.heading}</h1>
          <p className="standfirst">{messages.notFound.text}</p>
          <SearchForm id="search-missing" />
        </header>
        <StoryList id="recent" heading={messages.lists.recent} articles={catalog.newest(6)} form="card" />
      </div>
    </Frame>
  );
}
