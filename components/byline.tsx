import { Fragment } from 'react';
import type { Article } from '../lib/catalog.ts';
import { site } from '../lib/site.ts';
import { urls } from '../lib/urls.ts';
import { Picture } from './picture.tsx';
import { When } from './when.tsx';

/** Who wrote it, when it appeared and changed, and how long it takes to read. */
export function Byline({ article }: { article: Article }) {
  const [first] = article.authors;
  return (
    <div className="byline">
      <Picture picture={first.picture ?? site.author.picture} width={48} height={48} sizes="48px" />
      <p>
        By{' '}
        {article.authors.map((author, place) => (
          <Fragment key={author.id}>
            {place > 0 && ', '}
            <a rel="author" href={urls.author(author.id)}>
              {author.name}
            </a>
          </Fragment>
        ))}
        <span className="meta">
          Published <When date={article.date} form="minute" />
          {article.updated && (
            <>
              {' · Updated '}
              <When date={article.updated} form="minute" />
            </>
          )}
          {` · ${article.minutes} min read`}
        </span>
      </p>
    </div>
  );
}
