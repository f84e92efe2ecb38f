import { Fragment } from 'react';
import type { Crowd, Queued, QueuePage, Session, SignInTries, State } from '../lib/comments.ts';
import { messages } from '../lib/messages.ts';
import { urls } from '../lib/urls.ts';
import { Said } from './comments.tsx';
import { Pagination } from './pagination.tsx';
import { Phrase } from './phrase.tsx';
import { Time } from './time.tsx';

type Asked = { state: State | 'all'; slug?: string | undefined; q?: string | undefined; page: number };

type Props = {
  session: Session;
  queue: QueuePage;
  /** What may be an attack: many comments at once, and wrong passwords. */
  alarm: { crowd: Crowd; signIns: SignInTries };
  /** How many comments wait, whatever the moderator asked for. */
  waiting: number;
  /** What the moderator asked for. */
  asked: Asked;
  isAllTicked?: boolean;
  /** What the moderator has just done: to which comments, each with the numbers of its changes and of its verdict. */
  done?: { act: Act; seen: string[] } | undefined;
  /** The articles' titles, by slug. */
  titles: ReadonlyMap<string, string>;
};

const STATES = ['held', 'published', 'spam', 'deleted', 'withdrawn', 'all'] as const;
export const ACTS = ['publish', 'hold', 'spam', 'delete', 'undo'] as const;
type Act = (typeof ACTS)[number];

/** The state that an act leads to. */
const LEADS_TO: Record<Act, State | undefined> = {
  publish: 'published',
  hold: 'held',
  spam: 'spam',
  delete: 'deleted',
  undo: undefined,
};

/** What can be done to comments of a state: not what is done already. */
function actsFor(state: State | 'all', hasBefore = true): Act[] {
  return ACTS.filter((act) => (act === 'undo' ? hasBefore : LEADS_TO[act] !== state));
}

const { moderation: said } = messages;

/** The moderators' desk. It works without script; a button beside a comment judges it alone. */
export function ModerationQueue({
  session,
  queue,
  alarm,
  waiting,
  asked,
  isAllTicked = false,
  done,
  titles,
}: Props) {
  const back = queryOf(asked);
  return (
    <div className="leaf moderation">
      <h1>{said.title}</h1>
      <form className="meta" method="post" action={urls.moderate('sign-out')}>
        <input type="hidden" name="csrf" value={session.csrfToken} />
        <Phrase pieces={said.session(session.moderator, <Time date={session.ends} form="time" />)} />
        {' · '}
        <a href={urls.moderationLog()}>{said.log}</a>
        {' · '}
        <button type="submit">{said.signOut}</button>
      </form>
      {done && <Done {...done} session={session} back={back} />}
      <Alarm {...alarm} />
      <nav className="states" aria-label={said.byState}>
        {STATES.map((state) => (
          <a
            key={state}
            href={urls.moderation() + queryOf({ ...asked, state, page: 1 })}
            aria-current={state === asked.state ? 'page' : undefined}
          >
            {said.states[state]}
            {state === 'held' && ` (${messages.numbers.number(waiting)})`}
          </a>
        ))}
      </nav>
      <search>
        <form className="search" action={urls.moderation()}>
          <label htmlFor="find">{said.findLabel}</label>
          <input id="find" name="q" type="search" defaultValue={asked.q} maxLength={200} />
          <input type="hidden" name="state" value={asked.state} />
          {asked.slug && <input type="hidden" name="slug" value={asked.slug} />}
          <button type="submit">{said.find}</button>
        </form>
      </search>
      {asked.slug && (
        <p className="meta">
          {`${said.under(titles.get(asked.slug) ?? asked.slug)} · `}
          <a href={urls.moderation() + queryOf({ ...asked, slug: undefined, page: 1 })}>{said.allArticles}</a>
        </p>
      )}
      <form method="post" action={urls.moderate('judge')}>
        <input type="hidden" name="csrf" value={session.csrfToken} />
        <input type="hidden" name="back" value={back} />
        {/* Enter in a field sends by the first button of the form: this one sends nothing. */}
        <button type="submit" disabled hidden />
        <p className="meta">
          {said.comments(queue.total)}
          {queue.items.length > 1 && (
            <>
              {' · '}
              <a href={urls.moderation() + queryOf(asked) + (isAllTicked ? '' : '&ticked=all')}>
                {isAllTicked ? said.tickNone : said.tickAll}
              </a>
            </>
          )}
        </p>
        {queue.items.length > 0 && (
          <div className="bulk">
            <label>
              {`${said.why} `}
              <input name="why" maxLength={300} />
            </label>
            <p className="acts">
              {`${said.ticked} `}
              {actsFor(asked.state).map((act) => (
                <button key={act} type="submit" name="act" value={act} className="second">
                  {said.acts[act]}
                </button>
              ))}
            </p>
          </div>
        )}
        <ol>
          {queue.items.map((item) => (
            <li key={item.id}>
              <Item item={item} title={titles.get(item.slug) ?? item.slug} isTicked={isAllTicked} />
            </li>
          ))}
        </ol>
      </form>
      <Pagination
        number={queue.number}
        pages={queue.pages}
        href={(page) => urls.moderation() + queryOf({ ...asked, page })}
      />
    </div>
  );
}

/** Says what was just done, with the way back. */
function Done({ act, seen, session, back }: NonNullable<Props['done']> & { session: Session; back: string }) {
  return (
    <form className="done" method="post" action={urls.moderate('judge')} role="status">
      <input type="hidden" name="csrf" value={session.csrfToken} />
      <input type="hidden" name="back" value={back} />
      {seen.map((word) => (
        <Fragment key={word}>
          <input type="hidden" name="seen" value={word} />
          <input type="hidden" name="id" value={word.split(' ')[0]} />
        </Fragment>
      ))}
      {seen.length === 0 ? said.didNothing : said.did[act](seen.length)}
      {seen.length > 0 && (
        <button type="submit" name="act" value="undo" className="second">
          {said.acts.undo}
        </button>
      )}
    </form>
  );
}

/** From so many wrong passwords a day on they are more than slips of the hand. */
const MANY_TRIES = 5;

function Alarm({ crowd, signIns }: Props['alarm']) {
  return (
    <>
      {crowd.isRefusing && (
        <p className="refusal" role="status">
          {said.crowd(crowd.hour)}
        </p>
      )}
      {signIns.tries >= MANY_TRIES && (
        <div className="refusal" role="status">
          <p>{said.wrongPasswords(signIns.tries, signIns.senders)}</p>
          <ul>
            {signIns.worst.map(({ sender, tries, last }) => (
              <li key={sender}>
                <Phrase
                  pieces={said.triesOf(
                    tries,
                    sender.startsWith('browser:') ? said.knownBrowser : sender,
                    <Time date={last} form="minute" />,
                  )}
                />
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Item({ item, title, isTicked }: { item: Queued; title: string; isTicked: boolean }) {
  const {
    id,
    changes,
    verdict,
    slug,
    at,
    name,
    html,
    state,
    address,
    parent,
    history,
    sameEmail,
    sameAddress,
  } = item;
  return (
    <article>
      <input type="hidden" name="seen" value={`${id} ${changes} ${verdict}`} />
      <p className="meta">
        <label>
          <input type="checkbox" name="id" value={id} defaultChecked={isTicked} />{' '}
          <b>{name || said.nameless}</b>
        </label>
        {' · '}
        <Time date={at} form="minute" />
        {` · ${said.states[state]} · `}
        <Phrase pieces={said.on(<a href={urls.article(slug)}>{title}</a>)} />
        {' · '}
        <a href={`${urls.moderation()}?state=all&slug=${slug}`}>{said.allUnderIt}</a>
      </p>
      {parent && (
        <p className="meta">
          {`${said.answers(parent.name || said.nameless)} `}
          <q>{parent.text.length > 200 ? `${parent.text.slice(0, 200)}…` : parent.text}</q>
        </p>
      )}
      <Said html={html} />
      <p className="meta">
        {history.map(({ at: when, state: given, by, why }) => (
          <span key={`${when.getTime()} ${given}`}>
            <Phrase
              pieces={said.verdict(said.states[given], judgeOf(by), why, <Time date={when} form="minute" />)}
            />
          </span>
        ))}
        {`${said.sameEmail(countsOf(sameEmail))} ${said.sameSender(address, countsOf(sameAddress))}`}
      </p>
      {state !== 'withdrawn' && (
        <p className="acts">
          {actsFor(state, history.length > 1).map((act) => (
            <button
              key={act}
              type="submit"
              name="act"
              value={`${act} ${id}`}
              className={act === 'publish' ? undefined : 'second'}
              aria-label={said.actsOn[act](name)}
            >
              {said.acts[act]}
            </button>
          ))}
        </p>
      )}
    </article>
  );
}

/** @param by as the log has it: `screening`, `author`, or `moderator: ` and a name */
export function judgeOf(by: string): string {
  const { judges } = said;
  if (by === 'screening' || by === 'author') return judges[by];
  const name = /^moderator: (.*)$/s.exec(by)?.[1];
  return name === undefined ? by : judges.moderator(name);
}

const COUNTED = STATES.filter((state) => state !== 'all').toSorted();

function countsOf(counts: Partial<Record<State, number>>): string {
  const known = COUNTED.flatMap((state) => {
    const count = counts[state];
    return count === undefined ? [] : [`${messages.numbers.number(count)} ${said.states[state]}`];
  });
  return known.length > 0 ? known.join(', ') : said.noneKnown;
}

function queryOf({ state, slug, q, page }: Asked): string {
  const query = new URLSearchParams({ state });
  if (slug) query.set('slug', slug);
  if (q) query.set('q', q);
  if (page > 1) query.set('page', String(page));
  return `?${query}`;
}
