import { describe, expect, it, onTestFinished } from 'vitest';
import { type AudienceOptions, openAudience, type Visit } from '../../lib/audience.ts';
import type { Store } from '../../lib/store.ts';
import { DIALECTS, type Dialect, emptyPlace, emptyStore, openAt } from '../support/stores.ts';

const ORIGIN = 'https://example.org';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Half past a UTC hour. */
const START = Date.parse('2026-03-10T18:30:00Z');

function visit(slug: string, address: string, headers: Record<string, string> = {}): Visit {
  return { slug, address, headers: new Headers({ 'user-agent': FIREFOX, origin: ORIGIN, ...headers }) };
}

function audienceOf(store: Store, options: Partial<AudienceOptions> = {}) {
  let now = START;
  const audience = openAudience({
    ...{ store, clock: () => new Date(now), origin: ORIGIN, knows: (slug) => slug !== 'nothing' },
    ...options,
  });
  onTestFinished(() => audience.settled());
  return {
    audience,
    pass(ms: number) {
      now += ms;
    },
    /** So many readers, each from an address of their own. */
    read: (slug: string, readers: number, first = 0) =>
      Promise.all(
        Array.from({ length: readers }, (_, n) => audience.record(visit(slug, `10.0.0.${first + n}`))),
      ),
  };
}

const audienceOn = async (dialect: Dialect) => {
  const store = await emptyStore(dialect);
  return { store, ...audienceOf(store) };
};

describe.each(DIALECTS)('views on %s', (dialect) => {
  it('are counted once a visitor, article and day', async () => {
    const { audience, pass } = await audienceOn(dialect);
    expect(await audience.record(visit('a', '192.0.2.1'))).toBe('counted');
    expect(await audience.record(visit('a', '192.0.2.1'))).toBe('again');
    expect(await audience.record(visit('b', '192.0.2.1'))).toBe('counted');
    expect(await audience.record(visit('a', '192.0.2.2'))).toBe('counted');
    expect(await audience.record(visit('a', '192.0.2.1', { 'user-agent': `${FIREFOX}1` }))).toBe('counted');
    pass(DAY);
    expect(await audience.record(visit('a', '192.0.2.1'))).toBe('counted');
    expect([await audience.views('a'), await audience.views('b'), await audience.views('c')]).toEqual([
      4, 1, 0,
    ]);
  });

  it('are counted once when the same comes many times at once', async () => {
    const { audience } = await audienceOn(dialect);
    const all = await Promise.all(
      Array.from({ length: 1200 }, () => audience.record(visit('a', '192.0.2.1'))),
    );
    expect(all.filter((result) => result === 'counted')).toHaveLength(1);
    expect(await audience.views('a')).toBe(1);
  });

  it.each<[string, Record<string, string>, string]>([
    ['a bot', { 'user-agent': 'Googlebot/2.1 (+http://www.google.com/bot.html)' }, 'bot'],
    ['a program', { 'user-agent': 'curl/8.5.0' }, 'bot'],
    ['no agent', { 'user-agent': '' }, 'bot'],
    ['a prefetch', { 'sec-purpose': 'prefetch;prerender' }, 'prefetch'],
    ['another site', { origin: 'https://evil.test' }, 'elsewhere'],
    ['a hidden site', { origin: 'null' }, 'elsewhere'],
    ['a sister site', { 'sec-fetch-site': 'same-site' }, 'elsewhere'],
    ['Global Privacy Control', { 'sec-gpc': '1' }, 'private'],
  ])('of %s are not counted', async (_, headers, result) => {
    const { audience } = await audienceOn(dialect);
    expect(await audience.record(visit('a', '192.0.2.1', headers))).toBe(result);
    expect(await audience.record(visit('nothing', '192.0.2.1'))).toBe('unknown');
    expect(await audience.views('a')).toBe(0);
  });

  it('leave no address, and no key after 48 hours', async () => {
    const { audience, store, pass } = await audienceOn(dialect);
    await audience.record(visit('a', '192.0.2.77'));
    const { db } = store;
    const kept = await db.selectFrom('visitors').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain('192.0.2');
    expect(kept).toHaveLength(2);
    const keys = () => db.selectFrom('day_keys').select('day').execute();
    expect(await keys()).toHaveLength(1);
    pass(2 * DAY);
    await audience.rollUp();
    expect(await keys()).toEqual([]);
    expect(await db.selectFrom('visitors').selectAll().execute()).toEqual([]);
    expect(await audience.views('a')).toBe(1);
  });

  it('say so when they cannot be written', async () => {
    const { audience, store } = await audienceOn(dialect);
    await store.close();
    await expect(audience.record(visit('a', '192.0.2.1'))).rejects.toThrow();
  });

  it('fold into days and stay as many', async () => {
    const { audience, store, pass, read } = await audienceOn(dialect);
    await read('a', 5);
    pass(HOUR);
    await read('a', 2, 50);
    pass(9 * DAY);
    await read('a', 4);
    await audience.rollUp();
    await audience.rollUp();
    expect(await audience.views('a')).toBe(11);
    const days = await store.db.selectFrom('views_daily').selectAll().execute();
    expect(days).toEqual([{ slug: 'a', day: Math.floor(START / DAY), views: 7 }]);
  });

  it('are totalled by hour', async () => {
    const { audience, pass, read } = await audienceOn(dialect);
    await read('a', 2);
    await read('b', 1);
    pass(3 * HOUR);
    await read('a', 1, 9);
    const hours = await audience.hourly();
    expect(hours).toHaveLength(24);
    expect(hours.at(-1)).toEqual({ start: new Date('2026-03-10T21:00:00Z'), views: 1 });
    expect(hours.at(-4)?.views).toBe(3);
    expect(hours.reduce((sum, { views }) => sum + views, 0)).toBe(4);
  });
});

describe.each(DIALECTS)('one sender on %s', (dialect) => {
  const agent = (number: number) => ({ 'user-agent': `${FIREFOX} ${number}` });
  const sendersOf = async (store: Store) =>
    (await store.db.selectFrom('views_hourly').select('senders').execute()).map(({ senders }) => senders);

  it('is a hundred new visitors an hour at most, however many browsers it names', async () => {
    const { audience, pass } = await audienceOn(dialect);
    const all = await Promise.all(
      Array.from({ length: 300 }, (_, n) => audience.record(visit('a', '192.0.2.1', agent(n)))),
    );
    expect(all.filter((result) => result === 'counted')).toHaveLength(100);
    expect(all.filter((result) => result === 'too-many')).toHaveLength(200);
    expect(await audience.record(visit('a', '192.0.2.2'))).toBe('counted');
    expect(await audience.views('a')).toBe(101);
    pass(HOUR);
    expect(await audience.record(visit('a', '192.0.2.1', agent(400)))).toBe('counted');
  });

  it('gives back the places of visitors who were known', async () => {
    const { audience } = await audienceOn(dialect);
    for (let time = 0; time < 150; time++) await audience.record(visit('a', '192.0.2.1'));
    expect(await audience.record(visit('b', '192.0.2.1'))).toBe('counted');
  });

  it('is one IPv6 /64, and an IPv4 address however it is written', async () => {
    const { audience, store } = await audienceOn(dialect);
    for (let n = 0; n < 20; n++) await audience.record(visit('a', `2001:db8:1:1::${n.toString(16)}`));
    await audience.record(visit('a', '192.0.2.1'));
    expect(await audience.record(visit('a', '::ffff:192.0.2.1'))).toBe('again');
    expect(await audience.record(visit('a', '::ffff:c000:201'))).toBe('again');
    expect(await audience.views('a')).toBe(2);
    expect(await sendersOf(store)).toEqual([2]);
  });

  it('is in no list by itself, though it comes on every day with every browser', async () => {
    const { audience, pass } = await audienceOn(dialect);
    for (let day = 0; day < 4; day++) {
      for (let n = 0; n < 40; n++) await audience.record(visit('bought', '192.0.2.1', agent(n)));
      for (let n = 0; n < 4; n++) await audience.record(visit('read', `10.0.0.${n}`));
      pass(60_000);
      expect((await audience.trending(9)).map(({ slug }) => slug)).toEqual(['read']);
      expect((await audience.popularToday(9)).map(({ slug }) => slug)).toEqual(['read']);
      expect((await audience.rightNow(9)).map(({ slug }) => slug)).toEqual(['read']);
      pass(DAY - 60_000);
    }
  });
});

describe.each(DIALECTS)('the lists on %s', (dialect) => {
  it('need three visitors, and four to be trending', async () => {
    const { audience, read, pass } = await audienceOn(dialect);
    await read('two', 2);
    await read('three', 3);
    expect(await audience.trending(9)).toEqual([]);
    await read('four', 4);
    pass(60_000);
    expect((await audience.trending(9)).map(({ slug }) => slug)).toEqual(['four']);
    expect(await audience.popularToday(9)).toEqual([
      { slug: 'four', views: 4, score: 4 },
      { slug: 'three', views: 3, score: 3 },
    ]);
    expect(await audience.rightNow(9)).toEqual([
      { slug: 'four', views: 4, score: 4 },
      { slug: 'three', views: 3, score: 3 },
    ]);
  });

  it('are made again after a minute and not before', async () => {
    const { audience, pass, read } = await audienceOn(dialect);
    await read('a', 3);
    expect(await audience.rightNow(9)).toHaveLength(1);
    await read('b', 4);
    pass(59_000);
    expect(await audience.rightNow(9)).toHaveLength(1);
    expect(await audience.countedAt()).toEqual(new Date(START));
    pass(1000);
    expect((await audience.rightNow(9)).map(({ slug }) => slug)).toEqual(['b', 'a']);
    expect(await audience.rightNow(1)).toHaveLength(1);
  });

  it('are empty when their time has passed without readers', async () => {
    const { audience, pass, read } = await audienceOn(dialect);
    const lengths = async () =>
      (await Promise.all([audience.rightNow(9), audience.popularToday(9), audience.trending(9)])).map(
        ({ length }) => length,
      );
    await read('a', 4);
    expect(await lengths()).toEqual([1, 1, 1]);
    pass(HOUR);
    expect(await lengths()).toEqual([0, 1, 1]);
    pass(DAY);
    expect(await lengths()).toEqual([0, 0, 1]);
    pass(DAY);
    expect(await lengths()).toEqual([0, 0, 0]);
  });

  it('stay when the store fails, which is told', async () => {
    const store = await emptyStore(dialect);
    const errors: unknown[] = [];
    const { audience, pass, read } = audienceOf(store, { onError: (error) => errors.push(error) });
    await read('a', 4);
    await audience.trending(9);
    await store.close();
    pass(DAY);
    expect(await audience.trending(9)).toHaveLength(1);
    expect(errors).toHaveLength(1);
  });

  it('put above its like what is read more than usual', async () => {
    const { audience, pass, read } = await audienceOn(dialect);
    for (let hour = 0; hour < 100; hour++) {
      await read('steady', 3, (hour % 24) * 3);
      pass(HOUR);
    }
    await read('steady', 4, 200);
    await read('new', 4);
    expect((await audience.trending(9)).map(({ slug }) => slug)).toEqual(['new', 'steady']);
    expect((await audience.popularToday(9)).map(({ slug }) => slug)).toEqual(['steady', 'new']);
  });

  it('are the same from two doors on one store', async () => {
    const place = await emptyPlace(dialect);
    const [one, other] = [audienceOf(await openAt(place)), audienceOf(await openAt(place))];
    await Promise.all([one.read('a', 5), other.read('a', 5), one.read('b', 4), other.read('b', 6)]);
    for (const { audience } of [one, other]) {
      expect((await audience.popularToday(9)).map(({ slug, views }) => [slug, views])).toEqual([
        ['b', 6],
        ['a', 5],
      ]);
      expect(await audience.trending(9)).toEqual(await one.audience.trending(9));
      expect((await audience.hourly()).at(-1)?.views).toBe(11);
    }
  });
});
