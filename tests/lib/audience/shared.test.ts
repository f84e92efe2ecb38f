import { describe, expect, it } from 'vitest';
import { openAudience } from '../../../lib/audience.ts';
import { openStore } from '../../../lib/store.ts';
import { DIALECTS, emptyPlace } from '../../support/stores.ts';

const ORIGIN = 'https://site.test';
const NOW = new Date('2026-03-10T18:30:00Z');

describe.each(DIALECTS)('two who count on one %s', (dialect) => {
  it('make the same lists of what both were told', async () => {
    const place = await emptyPlace(dialect);
    const stores = [await openStore(place), await openStore(place)] as const;
    const [one, other] = stores.map((store) =>
      openAudience({ store, clock: () => NOW, origin: ORIGIN, knows: () => true }),
    );
    if (!one || !other) throw new Error('There are not two.');
    for (let visitor = 0; visitor < 10; visitor++) {
      const headers = new Headers({ 'user-agent': `Mozilla/5.0 Firefox/${100 + visitor}`, origin: ORIGIN });
      const told = visitor % 2 === 0 ? one : other;
      await told.record({ slug: visitor < 6 ? 'more' : 'less', address: `192.0.2.${visitor}`, headers });
    }
    for (const list of ['trending', 'popularToday', 'rightNow'] as const) {
      const lists = [await one[list](5), await other[list](5)];
      expect(lists[0]?.map(({ slug, views }) => [slug, views])).toEqual([
        ['more', 6],
        ['less', 4],
      ]);
      expect(lists[1]).toEqual(lists[0]);
    }
    for (const store of stores) await store.close();
  });
});
