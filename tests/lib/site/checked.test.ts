import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checked, checkSite } from '../../../lib/site/checked.ts';
import { site } from '../../../lib/site.ts';
import { germanSite } from '../../german-site.ts';

const [first] = site.topics;
const { light, dark } = site.colours;
const ROOT = path.resolve(import.meta.dirname, '../../..');

describe('the configuration', () => {
  it('may be that of the tests, in English or in German', () => {
    expect(() => checkSite(site)).not.toThrow();
    expect(() => checkSite(germanSite)).not.toThrow();
    expect(checked(site)).toBe(site);
  });

  it('may leave out what a newsroom does not need', () => {
    const { banner, articleDisclaimer, licence, synonyms, ...needed } = site;
    expect(() => checkSite(needed)).not.toThrow();
    expect(() =>
      checkSite({ ...needed, comments: { ...site.comments, closeAfterDays: undefined } }),
    ).not.toThrow();
  });

  it.each([
    [{ zone: 'America/Denvr' }, 'zone is "America/Denvr", but it must be a zone of the IANA list, such as'],
    [{ pageSize: 0 }, 'pageSize is 0, but it must be a whole number from 1 to 200, such as 20.'],
    [{ pageSize: 2.5 }, 'pageSize is 2.5, but it must be a whole number from 1 to 200, such as 20.'],
    [{ feedSize: 1e9 }, 'feedSize is 1000000000, but it must be a whole number from 1 to 200, such as 30.'],
    [{ language: 'english' }, 'language is "english", but it must begin with one of de, en, es, such as'],
    [{ language: 'xx-YY' }, 'language is "xx-YY", but it must begin with one of de, en, es, such as'],
    [{ language: '-' }, 'language is "-", but it must begin with one of de, en, es, such as'],
    [{ name: ' ' }, 'name is " ", but it must not be empty.'],
    [{ tagline: undefined }, 'tagline is missing, and it must be text.'],
    [{ topics: [] }, 'topics is a list or a group, but it must list one topic at least.'],
    [
      { topics: [first, { ...first, name: 'Other' }] },
      `topics[1].id is "${first?.id}", but it must be another id than that of an earlier topic.`,
    ],
    [{ topics: [{ ...first, id: 'Policy x' }] }, 'topics[0].id is "Policy x", but it must be small letters,'],
    [
      { footer: [{ href: 'javascript:alert(1)', text: 'A' }] },
      'footer[0].href is "javascript:alert(1)", but it must be a path of the site such as /about, or an',
    ],
    [{ footer: [{ href: '//other.test', text: 'A' }] }, 'footer[0].href is "//other.test", but it must be a'],
    [
      { colours: { dark, light: { ...light, paper: 'red; } body { x' } } },
      'colours.light.paper is "red; } body { x", but it must be a colour of six hexadecimal digits, such as',
    ],
    [{ author: { ...site.author, id: '../x' } }, 'author.id is "../x", but it must be small letters, digits'],
    [
      { comments: { ...site.comments, closeAfterDays: -1 } },
      'comments.closeAfterDays is -1, but it must be 0 or more, or undefined for ever.',
    ],
    [{ lisence: 'a' }, 'lisence is no setting: correct its name or remove it.'],
  ])('is refused in one sentence: %j', (wrong, sentence) => {
    const check = () => checkSite({ ...site, ...wrong });
    expect(check).toThrow(`lib/site.ts: ${sentence}`);
    expect(check).toThrow(/^[^\n]+\.$/);
  });

  it('is refused with a sentence for each wrong setting', () => {
    const check = () => checkSite({ ...site, zone: 'Mars/Base', pageSize: 0 });
    expect(check).toThrow(/^lib\/site\.ts: zone [^\n]+\nlib\/site\.ts: pageSize [^\n]+$/);
  });
});

describe('a command with a wrong setting', () => {
  it.each([['lib/cli.ts', 'check'], ['lib/cli.ts', 'build'], ['lib/server/main.ts']])(
    'says it once, without a stack, and ends: %s %s',
    (...words) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-site-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      cpSync(path.join(ROOT, 'lib'), path.join(folder, 'lib'), { recursive: true });
      for (const name of ['package.json', 'next.config.ts'])
        cpSync(path.join(ROOT, name), path.join(folder, name));
      for (const name of ['node_modules', 'content'])
        symlinkSync(path.join(ROOT, name), path.join(folder, name));
      const file = path.join(folder, 'lib/site.ts');
      writeFileSync(file, readFileSync(file, 'utf8').replace(/pageSize: \d+/, 'pageSize: 2.5'));
      const { status, stderr, stdout } = spawnSync(process.execPath, words, {
        cwd: folder,
        encoding: 'utf8',
        env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: '0' },
      });
      expect([status, stderr, stdout]).toEqual([
        1,
        'lib/site.ts: pageSize is 2.5, but it must be a whole number from 1 to 200, such as 20.\n',
        '',
      ]);
    },
  );
});
