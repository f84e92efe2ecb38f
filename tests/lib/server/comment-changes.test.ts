import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CommentChanges } from '../../../lib/server/comment-changes.ts';
import { StoreAway } from '../../../lib/store.ts';

type Change = { slug: string; mark: string };

const START = Date.parse('2026-03-10T18:30:00Z');

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Changes of a store that answers as the test says. */
function follow(answer: () => Promise<Change[]>) {
  const asked: number[] = [];
  const stale: string[] = [];
  const changes = new CommentChanges({
    changedSince: (since) => {
      asked.push(since.getTime() - START);
      return answer();
    },
    pageCache: { markStale: (isStale) => void stale.push(...['/news/a', '/news/b', '/'].filter(isStale)) },
    clock: () => new Date(),
    onError: vi.fn(),
  });
  return { changes, asked, stale };
}

describe('CommentChanges', () => {
  it('has marked the pages of a change stale when a poll resolves', async () => {
    const { changes, stale } = follow(async () => [{ slug: 'a', mark: '1' }]);
    await changes.poll();
    expect(stale).toEqual(['/news/a']);
    await changes.poll();
    expect(stale).toEqual(['/news/a']);
    changes.stop();
  });

  it('asks once more for all who ask while it asks', async () => {
    let end = (_: Change[]) => {};
    const { changes, asked } = follow(() => new Promise((resolve) => (end = resolve)));
    const polls = [changes.poll(), changes.poll(), changes.poll()];
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(1);
    end([]);
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(2);
    end([]);
    await Promise.all(polls);
    changes.stop();
  });

  it('keeps a form waiting for a second at most', async () => {
    const { changes } = follow(() => new Promise(() => undefined));
    const poll = changes.poll();
    await vi.advanceTimersByTimeAsync(1000);
    await poll;
    changes.stop();
  });

  it('asks for all that has changed while the store could not be read', async () => {
    let isAway = true;
    const { changes, asked, stale } = follow(async () => {
      if (isAway) throw new StoreAway({ kind: 'busy', sentence: 'It is slow.' });
      return [{ slug: 'b', mark: '1' }];
    });
    await vi.advanceTimersByTimeAsync(60_000);
    isAway = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(stale).toEqual(['/news/b']);
    expect(asked.slice(-2)).toEqual([-10_000, 50_500]);
    changes.stop();
  });
});
