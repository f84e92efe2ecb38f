import { describe, expect, it } from 'vitest';
import { toHtml } from '../../../lib/comments/text.ts';
import { DIALECTS, emptyStore } from '../../support/stores.ts';
import { dice } from '../server/page-cache/fixtures.ts';
import { ARTICLE, openDesk } from './desk.ts';
import { fuzzedText, HOSTILE_TEXTS } from './hostile.ts';

/** Whatever is sent, it makes no error, leaves nothing in the HTML but text, and passes no screening. */

/** What is left of the HTML when all that a comment may have is taken away: nothing that a browser reads as markup. */
function markupIn(html: string): string[] {
  const allowed = /<\/?(?:p|blockquote)>|<br>|<a href="https?:\/\/[^"<>'\s]*" rel="nofollow ugc">|<\/a>/g;
  return html.replace(allowed, '').match(/[<>"']/g) ?? [];
}

const HIDDEN = /[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\u2060-\u2064\ufeff\u00ad\0]|\p{M}{5}/u;

describe('the search for markup', () => {
  it('finds what does not belong', () => {
    for (const html of [
      '<script>',
      '<p onclick="x">',
      '<a href="javascript:x" rel="nofollow ugc">',
      '<a href="https://a" rel="x">',
    ]) {
      expect(markupIn(html)).not.toEqual([]);
    }
    expect(markupIn(toHtml('a <b> https://a.test/\n> c'))).toEqual([]);
  });
});

describe.each(DIALECTS)('attacks on %s', (dialect) => {
  it('wait as harmless text', async () => {
    const desk = await openDesk(await emptyStore(dialect));
    for (const [what, text] of HOSTILE_TEXTS) {
      const result = await desk.send({
        text: `${text}\n\n${what}`,
        name: `A ${text.slice(0, 50)}`,
        parent: undefined,
      });
      expect(result.accepted, what).toBe(true);
      if (!result.accepted) continue;
      expect(result.state).toBe('held');
      const own = await desk.comments.own(result.editKey);
      expect(markupIn(own?.html ?? '<'), what).toEqual([]);
      expect(`${own?.name}${own?.text}`).not.toMatch(HIDDEN);
      expect(own?.name).not.toContain('\n');
    }
    const queue = await desk.comments.moderation.queue({
      query: HOSTILE_TEXTS.map(([, text]) => text).join(' '),
    });
    expect(queue?.total).toBe(0);
    expect((await desk.comments.published('a-story'))?.total).toBe(0);
    expect((await desk.comments.moderation.queue())?.total).toBe(HOSTILE_TEXTS.length);
  });

  it('by way of keys, slugs and ids find nothing', async () => {
    const { comments, sent } = await openDesk(await emptyStore(dialect));
    const { id, editKey } = await sent();
    for (const [, key] of [
      ...HOSTILE_TEXTS,
      ['a part', editKey.slice(0, -1)],
      ['an id', id],
      ['a nothing', ''],
    ]) {
      const given = key ?? '';
      expect(await comments.own(given)).toBeUndefined();
      expect(await comments.withdraw(given)).toBe(false);
      expect(await comments.edit(given, 'text')).toMatchObject({ reason: 'not-yours' });
      expect(await comments.place(given)).toBeUndefined();
      expect((await comments.moderation.queue({ slug: given || 'none' }))?.total).toBe(0);
      expect(await comments.moderation.judge([given], 'published', { by: 'x', why: given })).toEqual(
        given === id ? [id] : [],
      );
      if (given === id) await comments.moderation.judge([given], 'held', { by: 'x', why: given });
    }
  });

  it.each([[dialect === 'sqlite' ? 100_000 : 5000]])(
    'in %i fuzzed bodies come to nothing',
    async (bodies) => {
      const desk = await openDesk(await emptyStore(dialect));
      const { comments } = desk;
      const known = await desk.sent({ remember: 'on' });
      const token = comments.formToken(ARTICLE.slug);
      desk.pass(5000);
      const random = dice(20_261_124);
      let accepted = 0;
      for (let body = 0; body < bodies; body++) {
        if (body % 5000 === 0) desk.pass(60_000);
        const form = fuzzedForm(random, token);
        const preview = comments.preview(form);
        if (preview.accepted) {
          expect(markupIn(preview.html)).toEqual([]);
          expect(preview.name + preview.html).not.toMatch(HIDDEN);
        }
        const reader = random() < 0.2 ? known.readerToken : fuzzedText(random);
        const address = `10.0.0.${Math.floor(random() * 40)}`;
        const result = await comments.submit(form, { article: ARTICLE, address, reader });
        if (!result.accepted) continue;
        accepted++;
        expect(result.state).toBe('held');
      }
      // Some must have come through to the store, or nothing was tried.
      expect(accepted).toBeGreaterThan(10);
      expect((await comments.published(ARTICLE.slug))?.total).toBe(0);
      expect((await comments.moderation.queue({ state: 'held' }))?.total).toBe(accepted + 1);
    },
    120_000,
  );
});

/** A form of which a field or more may be missing, of another type, too long, or anything. */
function fuzzedForm(random: () => number, token: string): unknown {
  if (random() < 0.02) return [null, undefined, 5, 'text', [], new Date(0)][Math.floor(random() * 6)];
  const value = (): unknown => {
    const kind = random();
    if (kind < 0.02)
      return [[], {}, 5, null, true, ['a'], Symbol.iterator, 'x'.repeat(41_000)][Math.floor(random() * 8)];
    return fuzzedText(random);
  };
  const form: Record<string, unknown> = {
    name: value(),
    text: value(),
    email: random() < 0.8 ? '' : value(),
  };
  const kind = random();
  form.token = kind < 0.04 ? token : kind < 0.7 ? `${token.slice(0, -1)}A` : value();
  if (random() < 0.1) form.website = value();
  if (random() < 0.1) form.parent = value();
  if (random() < 0.1) form.remember = value();
  if (random() < 0.05) form[fuzzedText(random)] = value();
  return form;
}
