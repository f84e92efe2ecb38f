import { describe, expect, it } from 'vitest';
import { markOf, refusalOf, senderMarkOf } from '../../../lib/audience/visit.ts';
import { expectLinear } from '../../support/growing.ts';

const ORIGIN = 'https://site.test';
const headersWith = (agent: string) => ({
  get: (name: string) => ({ 'user-agent': agent, origin: ORIGIN })[name] ?? null,
});

describe('a visit', () => {
  it('of a browser whose name is longer than any is a robot’s', () => {
    const visit = (agent: string) => ({ slug: 'a', address: '192.0.2.1', headers: headersWith(agent) });
    expect(refusalOf(visit('Mozilla/5.0 Firefox/140.0'), ORIGIN)).toBeUndefined();
    expect(refusalOf(visit(`Mozilla/5.0 ${'Firefox/140.0 '.repeat(100)}`), ORIGIN)).toBe('bot');
  });

  it('comes of one place for all of an IPv6 /48', () => {
    const key = new Uint8Array(32);
    const mark = (address: string) =>
      senderMarkOf({ slug: 'a', address, headers: headersWith('Firefox') }, key);
    expect(mark('2001:db8:1:2::1')).toBe(mark('2001:db8:1:ffff::9'));
    expect(mark('2001:db8:1:2::1')).not.toBe(mark('2001:db8:2:2::1'));
    expect(mark('192.0.2.1')).not.toBe(mark('192.0.2.2'));
  });

  it('is read in time that grows with its headers', async () => {
    await expectLinear((text) =>
      refusalOf({ slug: text, address: text, headers: headersWith(text) }, ORIGIN),
    );
    await expectLinear((text) =>
      markOf({ slug: text, address: text, headers: headersWith(text) }, new Uint8Array(32)),
    );
  });
});
