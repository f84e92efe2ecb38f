import type { Crowd, Queued, QueuePage, Session, SignInTries, State } from '../lib/comments.ts';
import { urls } from '../lib/urls.ts';
import { PageLinks } from './page-links.tsx';
import { Said } from './replies.tsx';
import { When } from './when.tsx';

type Asked = { state: State | 'all'; slug?: string | undefined; q?: string | undefined; page: number };

type Props = {
  session: Session;
  queue: QueuePage;
  /** What may be an attack: many comments at once, and wrong passwords. */
  alarm: { crowd: Crowd; signIns: SignInTries };
  /** When the page was made: what its authors change after that is not what the moderator has read. */
  now: Date;
  /** What the moderator asked for. */
  asked: Asked;
  /** The articles' titles, by slug. */
  titles: ReadonlyMap<string, string>;
};

const STATES = ['held', 'published', 'spam', 'deleted', 'withdrawn', 'all'] as const;
const ACTS = ['publish', 'hold', 'spam', 'delete', 'undo'] as const;

/** The moderators' desk. It works without script; a button beside a comment judges it alone. */
export function ModerationQueue({ session, queue, alarm, now, asked, titles }: Props) {
  const back = queryOf(asked);
  return (
    <div className="leaf moderation">
      <h1>Moderation</h1>
      <form className="meta" method="post" action={urls.moderate('sign-out')}>
        <input type="hidden" name="csrf" value={session.csrfToken} />
        {`${session.moderator}, until `}
        <When date={session.ends} form="time" />
        {' · '}
        <a href={urls.moderationLog()}>The log</a>
        {' · '}
        <button type="submit">Sign out</button>
      </form>
      <Alarm {...alarm} />
      <nav className="states" aria-label="Comments by state">
        {STATES.map((state) => (
          <a
            key={state}
            href={urls.moderation() + queryOf({ ...asked, state, page: 1 })}
            aria-current={state === asked.state ? 'page' : undefined}
          >
            {state}
          </a>
        ))}
      </nav>
      <search>
        <form className="search" action={urls.moderation()}>
          <label htmlFor="find">Find in names and texts</label>
          <input id="find" name="q" type="search" defaultValue={asked.q} maxLength={200} />
          <input type="hidden" name="state" value={asked.state} />
          {asked.slug && <input type="hidden" name="slug" value={asked.slug} />}
          <button type="submit">Find</button>
        </form>
      </search>
      {asked.slug && (
        <p className="meta">
          {`Under “${titles.get(asked.slug) ?? asked.slug}” · `}
          <a href={urls.moderation() + queryOf({ ...asked, slug: undefined, page: 1 })}>All articles</a>
        </p>
      )}
      <form method="post" action={urls.moderate('judge')}>
        <input type="hidden" name="csrf" value={session.csrfToken} />
        <input type="hidden" name="back" value={back} />
        <input type="hidden" name="seen" value={now.getTime()} />
        <p className="meta">{`${queue.total} ${queue.total === 1 ? 'comment' : 'comments'}`}</p>
        {queue.items.length > 0 && (
          <div className="bulk">
            <label>
              Why, for the log <input name="why" maxLength={300} />
            </label>
            <p className="acts">
              {'With all that are ticked: '}
              {ACTS.map((act) => (
                <button key={act} type="submit" name="act" value={act} className="second">
                  {act}
                </button>
              ))}
            </p>
          </div>
        )}
        <ol>
          {queue.items.map((item) => (
            <li key={item.id}>
              <Item item={item} title={titles.get(item.slug) ?? item.slug} />
            </li>
          ))}
        </ol>
      </form>
      <PageLinks
        number={queue.number}
        pages={queue.pages}
        href={(page) => urls.moderation() + queryOf({ ...asked, page })}
      />
    </div>
  );
}

/** From so many wrong passwords a day on they are more than slips of the hand. */
const MANY_TRIES = 5;

function Alarm({ crowd, signIns }: Props['alarm']) {
  return (
    <>
      {crowd.isRefusing && (
        <p className="refusal" role="status">
          {`${crowd.hour} comments came within the last hour. Until it is quieter, those that would wait here are refused; readers who are trusted can still comment.`}
        </p>
      )}
      {signIns.tries >= MANY_TRIES && (
        <div className="refusal" role="status">
          <p>
            {`${signIns.tries} wrong passwords from ${signIns.senders} ${signIns.senders === 1 ? 'sender' : 'senders'} within the last day. Each sender must wait longer after each try; this browser is not held up by that.`}
          </p>
          <ul>
            {signIns.worst.map(({ sender, tries, last }) => (
              <li key={sender}>
                {`${tries} from ${sender.startsWith('browser:') ? 'a browser that has signed in before' : sender}, the last `}
                <When date={last} form="minute" />
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Item({ item, title }: { item: Queued; title: string }) {
  const { id, slug, at, name, html, state, address, parent, history, sameEmail, sameAddress } = item;
  return (
    <article>
      <p className="meta">
        <label>
          <input type="checkbox" name="id" value={id} /> <b>{name || 'a person who is no longer named'}</b>
        </label>
        {' · '}
        <When date={at} form="minute" />
        {` · ${state} · on `}
        <a href={urls.article(slug)}>{title}</a>
        {' · '}
        <a href={`${urls.moderation()}?state=all&slug=${slug}`}>all under it</a>
      </p>
      {parent && (
        <p className="meta">
          {`Answers ${parent.name || 'a person who is no longer named'}: `}
          <q>{parent.text.length > 200 ? `${parent.text.slice(0, 200)}…` : parent.text}</q>
        </p>
      )}
      <Said html={html} />
      <p className="meta">
        {history.map(({ at: when, state: given, by, why }) => (
          <span key={`${when.getTime()} ${given}`}>
            {`${given} by ${by}${why && ` (${why})`}, `}
            <When date={when} form="minute" />
            {'. '}
          </span>
        ))}
        {`Same email: ${countsOf(sameEmail)}. Same sender${address ? ` (${address})` : ''}: ${countsOf(sameAddress)}.`}
      </p>
      {state !== 'withdrawn' && (
        <p className="acts">
          {ACTS.map((act) => (
            <button
              key={act}
              type="submit"
              name="act"
              value={`${act} ${id}`}
              className={act === 'publish' ? undefined : 'second'}
              aria-label={`${act} the comment of ${name}`}
            >
              {act}
            </button>
          ))}
        </p>
      )}
    </article>
  );
}

function countsOf(counts: Partial<Record<State, number>>): string {
  const said = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
  return said.length > 0 ? said.join(', ') : 'none known';
}

function queryOf({ state, slug, q, page }: Asked): string {
  const query = new URLSearchParams({ state });
  if (slug) query.set('slug', slug);
  if (q) query.set('q', q);
  if (page > 1) query.set('page', String(page));
  return `?${query}`;
}
