import type { Author } from '../lib/catalog.ts';
import { messages } from '../lib/messages.ts';
import { site } from '../lib/site.ts';
import { urls } from '../lib/urls.ts';
import { Picture } from './picture.tsx';
import { Prose } from './prose.tsx';

/** @param html the author's own text, rendered; undefined when there is none */
export function AuthorBox({ author, html }: { author: Author; html: string | undefined }) {
  return (
    <aside className="author-box" aria-label={messages.article.author(author.name)}>
      <Picture picture={author.picture ?? site.author.picture} width={96} height={96} sizes="96px" />
      <div>
        <p className="name">
          {author.hasNoPage ? author.name : <a href={urls.author(author.id)}>{author.name}</a>}
        </p>
        {author.role && <p className="meta">{author.role}</p>}
        {html && <Prose html={html} />}
      </div>
    </aside>
  );
}
