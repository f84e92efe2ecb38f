import type { Article } from '../lib/catalog.ts';
import { messages } from '../lib/messages.ts';
import { urls } from '../lib/urls.ts';

type Props = {
  article: Article;
  /** All of its series, the first one first. */
  parts: Article[];
};

/** The series that an article belongs to; nothing when it is alone in it. */
export function SeriesParts({ article, parts }: Props) {
  if (parts.length < 2) return null;
  return (
    <nav className="brief" aria-labelledby="series-heading">
      <b id="series-heading">{messages.article.series(article.series ?? '')}</b>
      <ol>
        {parts.map(({ slug, title }) => (
          <li key={slug}>
            {slug === article.slug ? (
              <b aria-current="page">{title}</b>
            ) : (
              <a href={urls.article(slug)}>{title}</a>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
