import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stripRuntime } from '../../../../lib/server/renderer/strip-runtime.ts';
import { styleSheetsOf } from '../../../../lib/server/renderer/style-sheets.ts';

let build: string;
const chunk = (name: string) => path.join(build, 'static/chunks', name);

beforeAll(() => {
  build = mkdtempSync(path.join(tmpdir(), 'newsroom-build-'));
  mkdirSync(path.join(build, 'static/chunks'), { recursive: true });
  writeFileSync(chunk('a.css'), '@font-face{src:url(../media/a.woff2)}b{background:url("/b.svg")}\n');
  writeFileSync(chunk('ends.css'), 'a::after{content:"</style>"}');
  writeFileSync(chunk('a.js'), 'run()');
});
afterAll(() => rmSync(build, { recursive: true }));

describe('a style sheet of the build', () => {
  it('is read with addresses that are right in any page', () => {
    expect(styleSheetsOf(build)('/_next/static/chunks/a.css')).toBe(
      '@font-face{src:url(/_next/static/media/a.woff2)}b{background:url("/b.svg")}',
    );
  });

  it('is read once', () => {
    const styles = styleSheetsOf(build);
    writeFileSync(chunk('once.css'), 'a{b:c}');
    styles('/_next/static/chunks/once.css');
    rmSync(chunk('once.css'));
    expect(styles('/_next/static/chunks/once.css')).toBe('a{b:c}');
  });

  it.each([
    ['/_next/static/chunks/a.js', /no style sheet/],
    ['/site.css', /no style sheet/],
    ['/_next/../../secret.css', /no style sheet/],
    ['/_next/static/chunks/missing.css', /ENOENT/],
    ['/_next/static/chunks/ends.css', /would end the page's style/],
  ])('is not %s', (href, reason) => {
    expect(() => styleSheetsOf(build)(href)).toThrow(reason);
  });

  it('is in the page in place of its link, and only links of the build are replaced', () => {
    const own = '<link rel="stylesheet" href="/_next/static/chunks/a.css" data-precedence="next"/>';
    const other = '<link rel="stylesheet" href="/elsewhere.css"/>';
    const page = stripRuntime(`<title>A</title>${own}${other}<p>Text</p>`, styleSheetsOf(build));
    expect(page).toBe(
      `<title>A</title><style>${styleSheetsOf(build)('/_next/static/chunks/a.css')}</style>${other}<p>Text</p>`,
    );
  });
});
