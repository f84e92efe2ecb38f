import { Fragment } from 'react';
import type { Article } from '../lib/catalog.ts';
import { messages } from '../lib/messages.ts';
import { site } from '../lib/site.ts';
import { urls } from '../lib/urls.ts';
import { Phrase } from './phrase.tsx';
import { Picture } from './picture.tsx';
import { Time } from './time.tsx';

/** Who wrote it, when it appeared and changed, and how long it takes to read. */
export function Byline({ article }: { article: Article }) {
  const [first] = article.authors;
  const { by, published, updated } = messages.article;
  const names = article.authors.map((author, place) => (
    <Fragment key={author.id}>
      {place > 0 && ', '}
      {author.hasNoPage ? (
        author.name
      ) : (
        <a rel="author" href={urls.author(author.id)}>
          {author.name}
        </a>
      )}
    </Fragment>
  ));
  return (
    <div className="byline">
      <Picture picture={first.picture ?? site.author.picture} width={48} height={48} sizes="48px" />
      <p>
        <Phrase pieces={by(names)} />{' '}
        <span className="meta">
          <Phrase pieces={published(<Time date={article.date} form="zoned" />)} />
          {article.updated && (
            <>
              {' · '}
              <Phrase pieces={updated(<Time date={article.updated} form="zoned" />)} />
            </>
          )}
          {` · ${messages.lists.minutes(article.minutes)}`}
        </span>
      </p>
    </div>
  );
}
