import { expect, it } from 'vitest';
import { finished, stripRuntime } from '../../../../lib/server/renderer/strip-runtime.ts';
import { expectLinear } from '../../../support/growing.ts';

it.each<[string, (text: string) => unknown]>([
  ['over text', (text) => stripRuntime(text.replaceAll('<', '&lt;'))],
  ['in an attribute', (text) => stripRuntime(`<a title="${text}">`)],
  ['in a script', (text) => stripRuntime(`<script>${text}</script>`)],
])('the time of stripRuntime grows with the text, and not with its square, %s', (_, work) =>
  expectLinear(work),
);

it('so does that of a whole page', async () => {
  const headers = { 'content-type': 'text/html' };
  const pageWith = (text: string) => Buffer.from(`<head></head>${text.replaceAll('<', '&lt;')}`);
  await expectLinear((text) => finished({ status: 200, headers, body: pageWith(text) }));
  expect(finished({ status: 200, headers, body: pageWith('<') }).body.toString()).toBe('<head></head>&lt;');
});
