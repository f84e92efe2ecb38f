import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { CommentForm } from '../../components/comment-form.tsx';
import { Comments, RepliesAway, Said, ThreadReplies } from '../../components/comments.tsx';
import { Story } from '../../components/story.tsx';
import type { Thread, ThreadPage } from '../../lib/comments.ts';
import { anArticle } from '../support/articles.ts';

afterEach(cleanup);

const AT = new Date('2026-11-24T16:00:00Z');

const aThread = (id: string, parts: Partial<Thread> = {}): Thread => ({
  id,
  slug: 'a-story',
  parent: undefined,
  at: AT,
  edited: undefined,
  name: `Reader ${id}`,
  html: `<p>Said by ${id}</p>`,
  replies: [],
  ...parts,
});

function showReplies(
  threads: Thread[],
  page: Partial<ThreadPage> = {},
  order: 'oldest' | 'newest' = 'oldest',
) {
  const whole = { threads, number: 1, pages: 1, total: threads.length, ...page };
  return (isOpen = true) =>
    render(
      <Comments slug="a-story" page={whole} order={order} isOpen={isOpen}>
        <p>The form</p>
      </Comments>,
    );
}

describe('a thread of many replies', () => {
  it('leads to those that are not shown', () => {
    showReplies([aThread('1', { more: 39_980 }), aThread('2', { more: 1 }), aThread('3')])();
    const links = screen.getAllByRole('link', { name: /more repl/ });
    expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
      ['39,980 more replies', '/news/a-story/replies/thread/1'],
      ['One more reply', '/news/a-story/replies/thread/2'],
    ]);
  });

  it('has pages of its own, each with what is answered', () => {
    const [first, ...answers] = [
      aThread('1', { html: undefined, name: undefined }),
      aThread('2'),
      aThread('3'),
    ];
    if (!first) throw new Error('There is no first.');
    const replies = answers.map((answer) => ({
      ...answer,
      repliesTo: answer.id === '3' ? 'Bob' : undefined,
    }));
    const page = { first, replies, number: 2, pages: 3, total: 250 };
    render(<ThreadReplies slug="a-story" page={page} isOpen={true} />);
    const shown = screen.getByRole('region', { name: '250 replies' });
    expect(shown.textContent).toContain('This comment is gone.');
    expect(shown.textContent).toContain('Reader 3 to Bob');
    expect(within(shown).getByRole('link', { name: /Later/ }).getAttribute('href')).toBe(
      '/news/a-story/replies/thread/1/3#replies',
    );
  });
});

describe('replies that are away', () => {
  it('say so under a heading', () => {
    render(<RepliesAway />);
    expect(screen.getByRole('region', { name: 'Replies' }).textContent).toContain('away for the moment');
  });
});

describe('the replies under an article', () => {
  it('are a region that is called by their number, or by what can be done', () => {
    showReplies([aThread('1')], { total: 1 })();
    const one = screen.getByRole('region', { name: '1 reply' });
    expect(one.id).toBe('replies');
    expect(within(one).getByRole('heading', { level: 3, name: 'Leave a Reply' })).toBeTruthy();
    cleanup();
    showReplies([aThread('1')], { total: 1234 })();
    expect(screen.getByRole('region', { name: '1,234 replies' })).toBeTruthy();
    cleanup();
    showReplies([])();
    const none = screen.getByRole('region', { name: 'Leave a Reply' });
    expect(within(none).queryAllByRole('heading')).toHaveLength(1);
    expect(within(none).queryByRole('list')).toBeNull();
    expect(none.textContent).toContain('The form');
  });

  it('stand in lists, an answer inside what it answers', () => {
    const deepest = aThread('3', { parent: '2', repliesTo: 'Somebody' });
    const answer = aThread('2', { parent: '1', replies: [deepest] });
    const { container } = showReplies([aThread('1', { replies: [answer] }), aThread('4')])();
    const parents = [...container.querySelectorAll('li[id]')].map((item) => [
      item.id,
      item.parentElement?.closest('li')?.id,
    ]);
    expect(parents).toEqual([
      ['reply-1', undefined],
      ['reply-2', 'reply-1'],
      ['reply-3', 'reply-2'],
      ['reply-4', undefined],
    ]);
    expect(container.querySelector('#reply-3 .meta')?.textContent).toMatch(/^Reader 3 to Somebody · /);
  });

  it('say when, with a permalink, and whether they were changed', () => {
    showReplies([aThread('1', { edited: AT }), aThread('2')])();
    const [first, second] = screen.getAllByRole('article');
    if (!first || !second) throw new Error('There are not two.');
    expect(first.textContent).toContain(' · edited');
    expect(second.textContent).not.toContain('edited');
    const permalink = first.querySelector('time')?.closest('a');
    expect(permalink?.getAttribute('href')).toBe('/news/a-story/replies/1');
    expect(first.querySelector('time')?.getAttribute('datetime')).toBe('2026-11-24T09:00:00-07:00');
  });

  it('can be answered while the article takes comments', () => {
    showReplies([aThread('1'), aThread('2')])();
    const links = screen.getAllByRole('link', { name: /^Reply to Reader/ });
    expect(links.map((link) => [link.getAttribute('href'), link.getAttribute('rel')])).toEqual([
      ['/news/a-story/replies/answer/1', 'nofollow'],
      ['/news/a-story/replies/answer/2', 'nofollow'],
    ]);
    cleanup();
    showReplies([aThread('1')])(false);
    expect(screen.queryByRole('link', { name: /^Reply to/ })).toBeNull();
  });

  it('leave a gap without name, permalink and answer where one is gone', () => {
    const gone = aThread('1', { name: undefined, html: undefined, replies: [aThread('2', { parent: '1' })] });
    const { container } = showReplies([gone])();
    expect(container.querySelector('#reply-1 > p')?.textContent).toBe('This comment is gone.');
    expect(screen.getAllByRole('article')).toHaveLength(1);
    expect(container.innerHTML).not.toMatch(/Reader 1|replies\/1"/);
  });

  it('lead to the other order and to the feed from two on', () => {
    showReplies([aThread('1'), aThread('2')])();
    expect(screen.getByRole('link', { name: 'Newest first' }).getAttribute('href')).toBe(
      '/news/a-story/replies/newest',
    );
    expect(screen.getByRole('link', { name: 'Feed' }).getAttribute('href')).toBe(
      '/news/a-story/replies/feed.xml',
    );
    cleanup();
    showReplies([aThread('1'), aThread('2')], {}, 'newest')();
    expect(screen.getByRole('link', { name: 'Oldest first' }).getAttribute('href')).toBe(
      '/news/a-story/replies',
    );
    cleanup();
    showReplies([aThread('1')], { total: 1 })();
    expect(screen.queryByRole('link', { name: 'Newest first' })).toBeNull();
  });

  it('name the pages before and after by time, in either order', () => {
    showReplies([aThread('1')], { number: 2, pages: 3, total: 101 })();
    const hrefs = ['Earlier', 'Later'].map((name) => screen.getByRole('link', { name }).getAttribute('href'));
    expect(hrefs).toEqual(['/news/a-story/replies#replies', '/news/a-story/replies/3#replies']);
    cleanup();
    showReplies([aThread('1')], { number: 2, pages: 3, total: 101 }, 'newest')();
    expect(screen.getByRole('link', { name: 'Later' }).getAttribute('href')).toBe(
      '/news/a-story/replies/newest#replies',
    );
  });

  it('show what was said as it was made', () => {
    const html = '<p>a &lt;b&gt; <a href="https://a.test/" rel="nofollow ugc">c</a></p>';
    expect(render(<Said html={html} />).container.querySelector('.said')?.innerHTML).toBe(html);
  });
});

describe('the form of a reply', () => {
  const form = (parts: Partial<Parameters<typeof CommentForm>[0]> = {}) =>
    render(<CommentForm slug="a-story" token="a.b" requireEmail={false} {...parts} />);

  it('names each field, and marks what is required for eyes and machines', () => {
    form();
    const isRequired = (label: string) => screen.getByLabelText(label).hasAttribute('required');
    expect([isRequired('Comment *'), isRequired('Name *'), isRequired('Email')]).toEqual([true, true, false]);
    expect(screen.getByText(/Required fields are marked/).textContent).toMatch(/\*$/);
    expect(screen.getByRole('checkbox', { name: /^Remember me with a cookie/ })).toHaveProperty(
      'checked',
      false,
    );
    cleanup();
    form({ requireEmail: true });
    expect(screen.getByLabelText('Email *').hasAttribute('required')).toBe(true);
  });

  it('is sent without script, with its token and what it answers', () => {
    const { container } = form({ parent: 'p1' });
    const sent = container.querySelector('form');
    expect([sent?.getAttribute('method'), sent?.getAttribute('action')]).toEqual([
      'post',
      '/news/a-story/replies/send',
    ]);
    const hidden = [...container.querySelectorAll('input[type="hidden"]')];
    expect(hidden.map((input) => [input.getAttribute('name'), input.getAttribute('value')])).toEqual([
      ['token', 'a.b'],
      ['parent', 'p1'],
    ]);
    const acts = screen
      .getAllByRole('button')
      .map((button) => [button.textContent, button.getAttribute('value')]);
    expect(acts).toEqual([
      ['Post comment', 'send'],
      ['Preview', 'preview'],
    ]);
  });

  it('has a trap that no reader meets, by eye, key or ear', () => {
    const { container } = form();
    const trap = container.querySelector('input[name="website"]');
    expect(trap?.getAttribute('tabindex')).toBe('-1');
    expect(trap?.getAttribute('autocomplete')).toBe('off');
    expect(trap?.closest('[inert]')?.className).toBe('trap');
  });

  it.each([
    ['text', 'Comment *'],
    ['name', 'Name *'],
    ['email', 'Email'],
  ])('says aloud why it was not taken, at the field of the fault (%s)', (field, label) => {
    form({ refusal: { message: 'Not like that.', field } });
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toBe('Not like that.');
    const faulty = screen.getByLabelText(label);
    expect(faulty.getAttribute('aria-invalid')).toBe('true');
    expect(faulty.getAttribute('aria-describedby')).toBe(alert.id);
    expect(document.querySelectorAll('[aria-invalid]')).toHaveLength(1);
  });

  it('marks no field when the fault is in none', () => {
    form({ refusal: { message: 'Too soon.' } });
    expect(screen.getByRole('alert')).toBeTruthy();
    expect(document.querySelector('[aria-invalid]')).toBeNull();
    cleanup();
    form();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('keeps what was typed', () => {
    form({ values: { text: 'a <b>\n"c"', name: 'Ada & Co', email: 'ada@example.org', remember: 'yes' } });
    expect(screen.getByLabelText('Comment *')).toHaveProperty('value', 'a <b>\n"c"');
    expect(screen.getByLabelText('Name *')).toHaveProperty('value', 'Ada & Co');
    expect(screen.getByLabelText('Email')).toHaveProperty('value', 'ada@example.org');
    expect(screen.getByRole('checkbox')).toHaveProperty('checked', true);
  });
});

describe('an article in a list', () => {
  it.each([
    [undefined, false],
    [0, false],
    [1, ' · 1 reply'],
    [12, ' · 12 replies'],
  ])('with %s replies', (commentCount, says) => {
    const { container } = render(
      <Story article={anArticle()} form="row" level={3} commentCount={commentCount} />,
    );
    const text = container.querySelector('.meta')?.textContent ?? '';
    if (says) expect(text.endsWith(String(says))).toBe(true);
    else expect(text).not.toMatch(/repl/);
  });
});
