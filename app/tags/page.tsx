import type { Metadata } from 'next';
import { TagIndex } from '../../components/tag-index.tsx';
import { messages } from '../../lib/messages.ts';
import { site } from '../../lib/site.ts';
import { urls } from '../../lib/urls.ts';
import { getCatalog } from '../_shared/data.ts';
import { pageMetadata } from '../_shared/metadata.ts';
import '../styles/lists.css';
import '../styles/search.css';

export const metadata: Metadata = pageMetadata({
  title: messages.lists.tags,
  description: messages.lists.tagsOf(site.name),
  path: urls.tags(),
});

export default async function TagsPage() {
  const { catalog } = await getCatalog();
  return (
    <div className="list">
      <header>
        <h1>{messages.lists.tags}</h1>
      </header>
      <TagIndex tags={catalog.tags()} />
    </div>
  );
}
