import type { Article } from '../lib/catalog.ts';
import { messages } from '../lib/messages.ts';
import { absolute, urls } from '../lib/urls.ts';

/**
 * Ways to pass an article on, without anyone else's script. The site's own adds buttons to copy the address and to open the
 * system's sheet, where the browser has them; it finds their words here.
 */
export function ShareLinks({ article }: { article: Pick<Article, 'slug' | 'title' | 'canonical'> }) {
  const { share, copyLink, linkCopied, email, otherWays } = messages.article;
  const address = article.canonical ?? absolute(urls.article(article.slug));
  const letter = `mailto:?subject=${encodeURIComponent(article.title)}&body=${encodeURIComponent(address)}`;
  return (
    <p className="share meta" data-copy={copyLink} data-copied={linkCopied} data-more={otherWays}>
      {share}
      <a href={letter}>{email}</a>
    </p>
  );
}
