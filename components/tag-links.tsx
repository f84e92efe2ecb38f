import type { Tag } from '../lib/catalog.ts';
import { messages } from '../lib/messages.ts';
import { urls } from '../lib/urls.ts';

export function TagLinks({ tags }: { tags: Tag[] }) {
  if (tags.length === 0) return null;
  return (
    <ul className="tags" aria-label={messages.article.tags}>
      {tags.map(({ slug, label }) => (
        <li key={slug}>
          <a rel="tag" href={urls.tag(slug)}>
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
}
