import { messages } from '../lib/messages.ts';

type Props = {
  number: number;
  pages: number;
  href: (page: number) => string;
  /** What the page before and the page after are called. */
  names?: [string, string];
};

const NEWEST_FIRST: [string, string] = [messages.lists.newer, messages.lists.older];

/** Links to the pages of a list: the neighbours, the ends, and what is near. */
export function Pagination({ number, pages, href, names = NEWEST_FIRST }: Props) {
  if (pages < 2) return null;
  const near = [1, number - 2, number - 1, number, number + 1, number + 2, pages];
  const shown = [...new Set(near)].filter((page) => page >= 1 && page <= pages).sort((a, b) => a - b);
  return (
    <nav className="page-links" aria-label={messages.lists.pages}>
      {number > 1 && (
        <a rel="prev" href={href(number - 1)}>
          {names[0]}
        </a>
      )}
      <ol>
        {shown.map((page, place) => (
          <li key={page} className={page - (shown[place - 1] ?? page) > 1 ? 'gap' : undefined}>
            <a
              href={href(page)}
              aria-current={page === number ? 'page' : undefined}
              aria-label={messages.lists.pageLink(page)}
            >
              {page}
            </a>
          </li>
        ))}
      </ol>
      {number < pages && (
        <a rel="next" href={href(number + 1)}>
          {names[1]}
        </a>
      )}
    </nav>
  );
}
