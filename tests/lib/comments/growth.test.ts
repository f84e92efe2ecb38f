import { describe, expect, it } from 'vitest';
import { holdReasons, readDraft, readText } from '../../../lib/comments/screening.ts';
import { cleanLine, cleanText, countLinks, escapeHtml, fold, toHtml } from '../../../lib/comments/text.ts';
import { formFault, idOfKey, isId, makeSign } from '../../../lib/comments/tokens.ts';
import { expectLinear } from '../../support/growing.ts';
import { emptyStore } from '../../support/stores.ts';
import { ARTICLE, openDesk, RULES } from './desk.ts';

/** What readers send takes time in proportion to its length, whatever it is. */

const sign = makeSign(new Uint8Array(32));

describe('the time grows with the text', () => {
  it.each<[string, (text: string) => unknown]>([
    ['cleanText', cleanText],
    ['cleanLine', cleanLine],
    ['fold', fold],
    ['countLinks', countLinks],
    ['escapeHtml', escapeHtml],
    ['toHtml', toHtml],
    ['toHtml of a cleaned text', (text) => toHtml(cleanText(text))],
    ['readText', readText],
    ['holdReasons', (text) => holdReasons({ name: 'Ada', text }, RULES.wordList)],
    ['formFault', (text) => formFault(sign, text, 'a-story', 0)],
    ['idOfKey', (text) => idOfKey(sign, 'own', text)],
    ['isId', isId],
  ])('in %s', (_, work) => expectLinear(work), 60_000);

  it.each(['name', 'email', 'text'])('in readDraft, of the %s', async (field) => {
    const draft = { name: 'Ada', email: '', text: 'Words' };
    await expectLinear((text) => readDraft({ ...draft, [field]: text }, RULES), 10_000);
  });

  it('in what a desk is asked', async () => {
    const { comments } = await openDesk(await emptyStore('sqlite'), {}, 'the password');
    const { moderation } = comments;
    await expectLinear((text) => comments.preview({ name: 'Ada', text }), 10_000);
    await expectLinear((text) => comments.own(text));
    await expectLinear((text) => comments.one(text));
    await expectLinear((text) => comments.place(text));
    await expectLinear((text) => moderation.queue({ query: text, slug: text }));
    await expectLinear((text) => moderation.session(text));
    await expectLinear((text) => moderation.judge([text], 'spam', { by: 'Mo', why: text }));
  }, 60_000);
});

describe('what is refused in any case', () => {
  it('is refused before its text is looked at', async () => {
    const { comments } = await openDesk(await emptyStore('sqlite'));
    const submit = async (fields: Record<string, string>) => {
      const form = { name: ' ', text: ' ', token: '', ...fields };
      const result = await comments.submit(form, { article: ARTICLE, address: '192.0.2.1' });
      return result.accepted || result.reason;
    };
    // Its name and text are missing too, which only their reading tells.
    expect(await submit({})).toBe('token-forged');
    expect(await submit({ website: 'x' })).toBe('trap');
    expect(readText(`${' '.repeat(30_000)}`)).toMatchObject({ reason: 'text-long' });
    const draft = { name: ' '.repeat(300), email: '', text: '' };
    expect(readDraft(draft, RULES)).toMatchObject({ reason: 'name-long' });
    expect(readDraft({ ...draft, name: 'Ada', email: ' '.repeat(2000) }, RULES)).toMatchObject({
      reason: 'email-wrong',
    });
  });
});
