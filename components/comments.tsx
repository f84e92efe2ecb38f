import type { ReactNode } from 'react';
import type { Order, RepliesPage, Thread, ThreadPage } from '../lib/comments.ts';
import { messages } from '../lib/messages.ts';
import { urls } from '../lib/urls.ts';
import { Pagination } from './pagination.tsx';
import { Time } from './time.tsx';

type Props = {
  slug: string;
  page: ThreadPage;
  order: Order;
  /** Whether the article takes comments now. */
  isOpen: boolean;
  /** The form, or why there is none. */
  children: ReactNode;
};

const { comments: said } = messages;

/** What readers say under an article, and where they can say it. */
export function Comments({ slug, page, order, isOpen, children }: Props) {
  const { threads, number, pages, total } = page;
  return (
    <section
      className="replies"
      id="replies"
      aria-labelledby="replies-heading"
      // The place that a phone keeps for them until it lays them out.
      style={total > 0 ? { containIntrinsicBlockSize: `auto ${45 + 12 * shownIn(threads)}rem` } : undefined}
    >
      <h2 id="replies-heading">{total === 0 ? said.leave : said.count(total)}</h2>
      {total > 1 && (
        <p className="meta">
          {order === 'oldest' ? (
            <>
              {`${said.oldestFirst} · `}
              <a href={urls.comments(slug, 1, 'newest')}>{said.newestFirst}</a>
            </>
          ) : (
            <>
              {`${said.newestFirst} · `}
              <a href={urls.comments(slug)}>{said.oldestFirst}</a>
            </>
          )}
          {' · '}
          <a href={urls.commentsFeed(slug)}>{said.feed}</a>
        </p>
      )}
      <Threads threads={threads} isOpen={isOpen} />
      <Pagination
        number={number}
        pages={pages}
        href={(to) => `${urls.comments(slug, to, order)}#replies`}
        names={order === 'oldest' ? [said.earlier, said.later] : [said.later, said.earlier]}
      />
      {total > 0 && <h3 id="reply-heading">{said.leave}</h3>}
      {children}
    </section>
  );
}

/** Replaces the comments while their store cannot be used. The article is whole without them. */
export function RepliesAway() {
  return (
    <section className="replies" id="replies" aria-labelledby="replies-heading">
      <h2 id="replies-heading">{said.heading}</h2>
      <Away />
    </section>
  );
}

/** What a page says that needs the comments and cannot have them. */
export function Away() {
  return <p className="meta">{said.away}</p>;
}

/** How many replies are shown, those to replies too. */
function shownIn(threads: Thread[]): number {
  return threads.reduce((sum, { replies }) => sum + 1 + shownIn(replies), 0);
}

function Threads({ threads, isOpen }: { threads: Thread[]; isOpen: boolean }) {
  if (threads.length === 0) return null;
  return (
    <ol>
      {threads.map((thread) => (
        <li key={thread.id} id={`reply-${thread.id}`}>
          <Reply thread={thread} isOpen={isOpen} />
          <Threads threads={thread.replies} isOpen={isOpen} />
          {thread.more && (
            <p>
              <a className="more" href={urls.thread(thread.slug, thread.id)}>
                {said.more(thread.more)}
              </a>
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

/** All replies to one comment in the order of time, a page of them. */
export function ThreadReplies({ slug, page, isOpen }: { slug: string; page: RepliesPage; isOpen: boolean }) {
  const { first, replies, number, pages, total } = page;
  return (
    <section className="replies" id="replies" aria-labelledby="replies-heading">
      <h2 id="replies-heading">{said.count(total)}</h2>
      <ol>
        <li id={`reply-${first.id}`}>
          <Reply thread={first} isOpen={isOpen} />
          <ol>
            {replies.map((reply) => (
              <li key={reply.id} id={`reply-${reply.id}`}>
                <Reply thread={reply} isOpen={isOpen} />
              </li>
            ))}
          </ol>
        </li>
      </ol>
      <Pagination
        number={number}
        pages={pages}
        href={(to) => `${urls.thread(slug, first.id, to)}#replies`}
        names={[said.earlier, said.later]}
      />
    </section>
  );
}

function Reply({ thread, isOpen }: { thread: Omit<Thread, 'replies'>; isOpen: boolean }) {
  const { id, slug, name, html, at, edited, repliesTo } = thread;
  if (html === undefined) return <p className="meta">{said.gone}</p>;
  return (
    <article>
      <p className="meta">
        <b>{name}</b>
        {repliesTo && ` ${said.answers(repliesTo)}`}
        {' · '}
        <a href={urls.comment(slug, id)}>
          <Time date={at} form="minute" />
        </a>
        {edited && ` · ${said.edited}`}
      </p>
      <Said html={html} />
      {isOpen && (
        <p className="meta act">
          <a href={urls.answer(slug, id)} rel="nofollow" aria-label={said.replyTo(name ?? '')}>
            {said.reply}
          </a>
        </p>
      )}
    </article>
  );
}

/** What a reader said. Only HTML that lib/comments has made from text may come in here. */
export function Said({ html }: { html: string }) {
  return <div className="said" dangerouslySetInnerHTML={{ __html: html }} />;
}
