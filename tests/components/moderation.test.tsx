import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { ModerationQueue } from '../../components/moderation-queue.tsx';
import { SignIn } from '../../components/sign-in.tsx';
import type { Queued, QueuePage } from '../../lib/comments.ts';

afterEach(cleanup);

const NOW = new Date('2026-11-24T16:00:00Z');

const aComment = (parts: Partial<Queued> = {}): Queued => ({
  id: 'c1',
  slug: 'a-story',
  at: NOW,
  name: 'Ada',
  text: 'Words',
  html: '<p>Words</p>',
  state: 'held',
  address: '192.0.2.1',
  changes: 0,
  verdict: 1,
  parent: undefined,
  history: [{ at: NOW, state: 'held', by: 'screening', why: 'first comment' }],
  sameEmail: {},
  sameAddress: { held: 2, spam: 1 },
  ...parts,
});

type Props = Parameters<typeof ModerationQueue>[0];

const QUIET: Props['alarm'] = {
  crowd: { hour: 3, isRefusing: false },
  signIns: { tries: 2, senders: 1, worst: [{ sender: '192.0.2.1', tries: 2, last: NOW }] },
};

function showQueue(
  items: Queued[],
  queue: Partial<QueuePage> = {},
  asked: Partial<Props['asked']> = {},
  alarm = QUIET,
  more: Partial<Props> = {},
) {
  return render(
    <ModerationQueue
      session={{ moderator: 'Desk', ends: new Date('2026-11-24T20:00:00Z'), csrfToken: 'secret' }}
      alarm={alarm}
      waiting={12}
      queue={{ items, number: 1, pages: 1, total: items.length, ...queue }}
      asked={{ state: 'held', page: 1, ...asked }}
      titles={new Map([['a-story', 'A <story>']])}
      {...more}
    />,
  );
}

const hiddenIn = (form: Element | null) =>
  Object.fromEntries(
    [...(form?.querySelectorAll('input[type="hidden"]') ?? [])].map((input) => [
      input.getAttribute('name'),
      input.getAttribute('value'),
    ]),
  );

describe('an alarm', () => {
  it('is not there on a quiet day', () => {
    expect(showQueue([]).container.querySelector('[role="status"]')).toBeNull();
  });

  it('tells of wrong passwords, and of more comments than anybody can read', () => {
    const worst = [
      { sender: '192.0.2.1', tries: 40, last: NOW },
      { sender: 'browser:x', tries: 1, last: NOW },
    ];
    const signIns = { tries: 41, senders: 2, worst };
    const { container } = showQueue([], {}, {}, { crowd: { hour: 2000, isRefusing: true }, signIns });
    const [crowd, tries] = [...container.querySelectorAll('[role="status"]')].map((said) => said.textContent);
    expect(crowd).toContain('2,000 comments came within the last hour');
    expect(tries).toContain('41 wrong passwords from 2 senders');
    expect(tries).toContain('40 from 192.0.2.1');
    expect(tries).toContain('1 from a browser that has signed in before');
  });
});

describe('the moderators’ desk', () => {
  it('posts all that changes anything, with the session’s own field', () => {
    const { container } = showQueue([aComment()]);
    const posts = [...container.querySelectorAll('form[method="post"]')];
    expect(posts.map((form) => form.getAttribute('action'))).toEqual([
      '/moderation/sign-out',
      '/moderation/judge',
    ]);
    for (const form of posts) expect(hiddenIn(form)).toMatchObject({ csrf: 'secret' });
    const others = [...container.querySelectorAll('form:not([method="post"])')];
    expect(others.map((form) => form.closest('search') !== null)).toEqual([true]);
    expect(others[0]?.textContent).not.toContain('secret');
  });

  it('says which texts it shows and where it came from, to come back there', () => {
    const { container } = showQueue([aComment()], {}, { state: 'spam', q: 'a b', slug: 'a-story', page: 3 });
    expect(hiddenIn(container.querySelector('form[action="/moderation/judge"]'))).toEqual({
      csrf: 'secret',
      back: '?state=spam&slug=a-story&q=a+b&page=3',
      seen: 'c1 0 1',
    });
  });

  it('has a button for each verdict beside each comment, named after its author', () => {
    showQueue([aComment(), aComment({ id: 'c2', name: 'Bob' })]);
    const [, second] = screen.getAllByRole('article');
    if (!second) throw new Error('There are not two.');
    const buttons = within(second).getAllByRole('button');
    expect(
      buttons.map((button) => [button.getAttribute('aria-label'), button.getAttribute('value')]),
    ).toEqual(['publish', 'spam', 'delete'].map((act) => [`${act} the comment of Bob`, `${act} c2`]));
    for (const button of buttons) expect(button.getAttribute('name')).toBe('act');
  });

  it('has one for all that are ticked, with a reason', () => {
    const { container } = showQueue([aComment(), aComment({ id: 'c2', name: '' })]);
    const ticks = screen.getAllByRole('checkbox');
    expect(ticks.map((tick) => [tick.getAttribute('name'), tick.getAttribute('value')])).toEqual([
      ['id', 'c1'],
      ['id', 'c2'],
    ]);
    expect(screen.getByRole('checkbox', { name: 'a person who is no longer named' })).toBe(ticks[1]);
    expect(screen.getByLabelText(/^Why, for the log/).getAttribute('name')).toBe('why');
    const bulk = [...container.querySelectorAll('.bulk button')].map((button) =>
      button.getAttribute('value'),
    );
    expect(bulk).toEqual(['publish', 'spam', 'delete', 'undo']);
  });

  it.each([
    ['held', ['publish', 'spam', 'delete', 'undo']],
    ['published', ['hold', 'spam', 'delete', 'undo']],
    ['spam', ['publish', 'hold', 'delete', 'undo']],
    ['deleted', ['publish', 'hold', 'spam', 'undo']],
  ] as const)('offers for one that is %s what can be done to it', (state, acts) => {
    const judged = { at: NOW, by: 'screening', why: '' };
    showQueue([
      aComment({
        state,
        history: [
          { ...judged, state: 'held' },
          { ...judged, state },
        ],
      }),
    ]);
    const buttons = within(screen.getByRole('article')).getAllByRole('button');
    expect(buttons.map((button) => button.textContent)).toEqual(acts);
  });

  it('does nothing by Enter: the first button of the form, which Enter presses, is none', () => {
    const { container } = showQueue([aComment()]);
    const first = container.querySelector('form[action="/moderation/judge"] button');
    expect([first?.hasAttribute('disabled'), first?.hasAttribute('hidden')]).toEqual([true, true]);
    expect(first?.hasAttribute('name')).toBe(false);
  });

  it('ticks all by a link, and none by the same', () => {
    showQueue([aComment(), aComment({ id: 'c2' })]);
    expect(screen.getByRole('link', { name: 'Tick all' }).getAttribute('href')).toBe(
      '/moderation?state=held&ticked=all',
    );
    cleanup();
    showQueue([aComment(), aComment({ id: 'c2' })], {}, {}, QUIET, { isAllTicked: true });
    for (const tick of screen.getAllByRole('checkbox')) expect(tick).toHaveProperty('checked', true);
    expect(screen.getByRole('link', { name: 'Tick none' }).getAttribute('href')).toBe(
      '/moderation?state=held',
    );
  });

  it('says what was just done, with the way back beside it', () => {
    const done = { act: 'publish', seen: ['c1 0 2', 'c2 3 5'] } as const;
    const { container } = showQueue([], {}, {}, QUIET, { done: { ...done, seen: [...done.seen] } });
    const form = container.querySelector('.done');
    expect(form?.textContent).toBe('2 comments published.undo');
    const fields = [...(form?.querySelectorAll('input') ?? [])].map(({ name, value }) => [name, value]);
    expect(fields).toEqual([
      ['csrf', 'secret'],
      ['back', '?state=held'],
      ['seen', 'c1 0 2'],
      ['id', 'c1'],
      ['seen', 'c2 3 5'],
      ['id', 'c2'],
    ]);
    cleanup();
    showQueue([], {}, {}, QUIET, { done: { act: 'spam', seen: [] } });
    expect(screen.getByRole('status').textContent).toContain('Nothing was changed');
    expect(screen.queryByRole('button', { name: 'undo' })).toBeNull();
  });

  it('shows what a moderator needs to know of a comment', () => {
    const parent = { id: 'p', name: 'Eve', text: 'x'.repeat(201) };
    showQueue([aComment({ parent, sameEmail: { published: 3 } })]);
    const text = screen.getByRole('article').textContent ?? '';
    expect(text).toContain('held · on A <story>');
    expect(text).toContain(`Answers Eve: ${'x'.repeat(200)}…`);
    expect(text).toContain('held by screening (first comment), ');
    expect(text).toContain('Same email: 3 published. Same sender (192.0.2.1): 2 held, 1 spam.');
  });

  it('says that it knows of no others, and forgets addresses', () => {
    showQueue([aComment({ address: undefined, sameAddress: {} })]);
    expect(screen.getByRole('article').textContent).toContain(
      'Same email: none known. Same sender: none known.',
    );
  });

  it('offers no verdict on what its author has withdrawn', () => {
    showQueue([aComment({ state: 'withdrawn', name: '' })]);
    expect(within(screen.getByRole('article')).queryAllByRole('button')).toEqual([]);
  });

  it('counts, and is short when there is nothing', () => {
    const { container } = showQueue([], {}, { state: 'all' });
    expect(screen.getByText('0 comments')).toBeTruthy();
    expect(container.querySelector('.bulk')).toBeNull();
    cleanup();
    showQueue([aComment()]);
    expect(screen.getByText('1 comment')).toBeTruthy();
  });

  it('leads to each state, says which is shown, and keeps the question', () => {
    showQueue([], {}, { state: 'spam', q: 'a&b', page: 4 });
    const links = within(screen.getByRole('navigation', { name: 'Comments by state' })).getAllByRole('link');
    expect(links.map(({ textContent }) => textContent)).toEqual([
      'held (12)',
      'published',
      'spam',
      'deleted',
      'withdrawn',
      'all',
    ]);
    expect(
      links.filter((link) => link.hasAttribute('aria-current')).map(({ textContent }) => textContent),
    ).toEqual(['spam']);
    expect(links[0]?.getAttribute('href')).toBe('/moderation?state=held&q=a%26b');
  });

  it('has pages that keep the question', () => {
    showQueue([aComment()], { number: 2, pages: 3, total: 101 }, { q: 'x', page: 2 });
    expect(screen.getByRole('link', { name: 'Older' }).getAttribute('href')).toBe(
      '/moderation?state=held&q=x&page=3',
    );
  });

  it('says under which article, and leads back to all', () => {
    showQueue([], {}, { slug: 'a-story' });
    const back = screen.getByRole('link', { name: 'All articles' });
    expect(back.parentElement?.textContent).toBe('Under “A <story>” · All articles');
    expect(back.getAttribute('href')).toBe('/moderation?state=held');
  });
});

describe('the sign-in', () => {
  it('asks for a name and a password, which it does not show', () => {
    render(<SignIn isOpen refused={undefined} />);
    expect(screen.getByLabelText('Your name, for the log')).toHaveProperty('required', true);
    const password = screen.getByLabelText('Password');
    expect([password.getAttribute('type'), password.getAttribute('autocomplete')]).toEqual([
      'password',
      'current-password',
    ]);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says why the sign-in failed, and keeps the name but no password', () => {
    render(<SignIn isOpen refused={{ moderator: 'Desk', refusal: 'That is not the password.' }} />);
    expect(screen.getByRole('alert').textContent).toBe('That is not the password.');
    expect(screen.getByLabelText('Your name, for the log')).toHaveProperty('value', 'Desk');
    expect(screen.getByLabelText('Password')).toHaveProperty('value', '');
  });

  it('is not there when the site has no password, and says what to set', () => {
    const { container } = render(<SignIn isOpen={false} refused={undefined} />);
    expect(container.querySelector('form')).toBeNull();
    expect(container.textContent).toContain('MODERATOR_PASSWORD');
  });
});
