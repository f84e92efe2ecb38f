import { afterAll, describe, expect, it } from 'vitest';
import { noteOf, ranking } from '../../../app/_shared/rankings.ts';
import { openAudience } from '../../../lib/audience.ts';
import { openNewsroom } from '../../support/newsroom-copy.ts';
import { emptyStore } from '../../support/stores.ts';

const { catalog } = openNewsroom(afterAll);

/** An audience that has read these articles, the first one most. */
async function audienceOf(slugs: string[]) {
  const store = await emptyStore('sqlite');
  const now = new Date('2026-11-24T16:30:00Z');
  const hour = Math.floor(now.getTime() / 3_600_000);
  for (const [place, slug] of slugs.entries())
    await store.db
      .insertInto('views_hourly')
      .values({ slug, hour, views: 100 - place, senders: 100 - place })
      .execute();
  return openAudience({ store, clock: () => now, origin: 'https://site.test', knows: () => true });
}

const newest = catalog.newest(5);
const slugsOf = (articles: { slug: string }[]) => articles.map(({ slug }) => slug);

describe.each(['trending', 'popularToday', 'rightNow'] as const)('the list %s', (which) => {
  it('has what readers chose, and then what fills it up, nothing twice', async () => {
    const [first = '', second = '', third = '', fourth = ''] = slugsOf(newest);
    const audience = await audienceOf([fourth, second]);
    const made = await ranking(catalog, audience, which, { most: 4, fallback: newest });
    expect(slugsOf(made.articles)).toEqual([fourth, second, first, third]);
    expect(noteOf(made)).toBe('Readers chose the first 2; the newest fill the list up.');
  });

  it('leaves out what is not on the site, and what does not fit', async () => {
    const audience = await audienceOf(['gone', 'draft-zebra', 'expired-zebra', 'every-field', 'plain-story']);
    const filter = ({ slug }: { slug: string }) => slug !== 'every-field';
    const made = await ranking(catalog, audience, which, { most: 1, filter, fallback: newest });
    expect([slugsOf(made.articles), made.ranked]).toEqual([['plain-story'], 1]);
    expect(noteOf(made)).toBeUndefined();
  });

  it('says so when no reader chose anything', async () => {
    const audience = await audienceOf([]);
    const made = await ranking(catalog, audience, which, { most: 3, fallback: newest });
    expect(slugsOf(made.articles)).toEqual(slugsOf(newest).slice(0, 3));
    expect(noteOf(made)).toBe('Not enough readers yet: showing the newest.');
    const empty = await ranking(catalog, audience, which, { most: 3 });
    expect(empty).toEqual({ articles: [], ranked: 0 });
    expect(noteOf(empty)).toBeUndefined();
  });
});
