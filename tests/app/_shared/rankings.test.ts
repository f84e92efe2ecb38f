import { afterAll, describe, expect, it } from 'vitest';
import { ranking } from '../../../app/_shared/rankings.ts';
import { openAudience } from '../../../lib/audience.ts';
import { openNewsroom } from '../../support/newsroom-copy.ts';
import { emptyStore } from '../../support/stores.ts';

const { catalog } = openNewsroom(afterAll);

const NOW = new Date('2026-11-24T16:30:00Z');

/** An audience that has read these articles, the first one most. */
async function audienceOf(slugs: string[]) {
  const store = await emptyStore('sqlite');
  const hour = Math.floor(NOW.getTime() / 3_600_000);
  for (const [place, slug] of slugs.entries())
    await store.db
      .insertInto('views_hourly')
      .values({ slug, hour, views: 100 - place, senders: 100 - place })
      .execute();
  return openAudience({ store, clock: () => NOW, origin: 'https://site.test', knows: () => true });
}

const newest = catalog.newest(5);
const slugsOf = (articles: { slug: string }[]) => articles.map(({ slug }) => slug);

describe.each(['trending', 'popularToday', 'rightNow'] as const)('the list %s', (which) => {
  it('has what readers chose and nothing else, and says when they were counted', async () => {
    const [, second = '', , fourth = ''] = slugsOf(newest);
    const audience = await audienceOf([fourth, second]);
    const made = await ranking(catalog, audience, which, { most: 4 });
    expect(slugsOf(made.articles)).toEqual([fourth, second]);
    expect(made.countedAt).toEqual(NOW);
  });

  it('leaves out what is not on the site, and what does not fit', async () => {
    const audience = await audienceOf(['gone', 'draft-zebra', 'expired-zebra', 'every-field', 'plain-story']);
    const filter = ({ slug }: { slug: string }) => slug !== 'every-field';
    const made = await ranking(catalog, audience, which, { most: 1, filter });
    expect(slugsOf(made.articles)).toEqual(['plain-story']);
  });

  it('is empty when fewer than it needs were chosen, or none', async () => {
    const slugs = slugsOf(newest).slice(0, 2);
    const audience = await audienceOf(slugs);
    expect((await ranking(catalog, audience, which, { most: 5, fewest: 3 })).articles).toEqual([]);
    expect((await ranking(catalog, audience, which, { most: 5, fewest: 2 })).articles).toHaveLength(2);
    expect((await ranking(catalog, await audienceOf([]), which, { most: 5 })).articles).toEqual([]);
  });
});
