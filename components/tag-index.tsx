import type { Counted, Tag } from '../lib/catalog.ts';
import { messages } from '../lib/messages.ts';
import { urls } from '../lib/urls.ts';

/** All tags, with how many articles each has. */
export function TagIndex({ tags }: { tags: Counted<Tag>[] }) {
  if (tags.length === 0) return null;
  return (
    <ul className="tag-index">
      {tags.map(({ slug, label, count }) => (
        <li key={slug}>
          <a href={urls.tag(slug)}>{label}</a>
          <span className="meta">{` ${messages.numbers.number(count)}`}</span>
        </li>
      ))}
    </ul>
  );
}
