import { describe, expect, it } from 'vitest';
import { mapAttributes } from '../../../lib/html.ts';
import { senderOf } from '../../../lib/sender.ts';
import { fieldsOf } from '../../../lib/server/request.ts';
import { MAX_TARGET_LENGTH, parseTarget } from '../../../lib/server/request-target.ts';
import { expectLinear } from '../../support/growing.ts';

/** What reads a request and writes a page takes time in proportion to the text. See also ../catalog/growth.test.ts. */

describe('the time grows with the text, and not with its square, in', () => {
  it.each<[string, (text: string) => unknown]>([
    ['fieldsOf', fieldsOf],
    ['senderOf', senderOf],
    ['mapAttributes, in an attribute', (text) => mapAttributes(`<a href="${text}">`, (_, value) => value)],
  ])('%s', (_, work) => expectLinear(work));

  it('parseTarget, up to the longest target', async () => {
    await expectLinear((text) => parseTarget(`/${text}`), MAX_TARGET_LENGTH / 2);
    expect(parseTarget(`/${'%41'.repeat(MAX_TARGET_LENGTH)}`)).toEqual({ kind: 'too-long' });
  });
});
