import type { Metadata } from 'next';
import { AuthorBox } from '../../components/author-box.tsx';
import { messages } from '../../lib/messages.ts';
import { site } from '../../lib/site.ts';
import { urls } from '../../lib/urls.ts';
import { getCatalog } from '../_shared/data.ts';
import { pageMetadata } from '../_shared/metadata.ts';
import '../styles/lists.css';

export const metadata: Metadata = pageMetadata({
  title: messages.lists.authors,
  description: messages.lists.authorsOf(site.name),
  path: urls.authors(),
});

/** Who writes here. */
export default async function AuthorsPage() {
  const { catalog } = await getCatalog();
  const authors = await Promise.all(
    catalog.authors().map(async (author) => ({ author, text: await catalog.authorText(author.id) })),
  );
  return (
    <div className="list">
      <header>
        <h1>{messages.lists.authors}</h1>
      </header>
      {authors.map(({ author, text }) => (
        <AuthorBox key={author.id} author={author} html={text?.html} />
      ))}
    </div>
  );
}
