import type { Heading } from '../lib/catalog.ts';
import { messages } from '../lib/messages.ts';

/** The table of contents, made from the text's headings; a text of one section needs none. */
export function TableOfContents({ headings }: { headings: Heading[] }) {
  if (headings.length < 2) return null;
  return (
    <nav className="contents" id="contents" aria-labelledby="contents-heading">
      <h2 id="contents-heading">{messages.article.contents}</h2>
      <ol>
        {headings.map(({ id, text, depth }) => (
          <li key={id} className={depth === 3 ? 'deeper' : undefined}>
            <a href={`#${id}`}>{text}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
