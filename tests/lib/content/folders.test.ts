import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { CatalogOptions } from '../../../lib/catalog.ts';
import { openContent } from '../../../lib/content.ts';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';
import { watchContent } from '../../support/watched-content.ts';

/** What becomes of the site when folders are hidden, cannot be read, go away, or are replaced. */

type Newsroom = ReturnType<typeof openNewsroom>;

const STORIES = {
  'articles/a.md': articleFile({ title: 'A' }),
  'articles/2026/b.md': articleFile({ title: 'B' }),
  'articles/2026/11/c.md': articleFile({ title: 'C' }),
  'pages/about.md': '---\ntitle: About\n---\nText.\n',
};
const open = (files: Record<string, string> = STORIES) => openNewsroom(onTestFinished, { files });
const at = (newsroom: Newsroom, file: string) => path.join(newsroom.contentDir, file);
const slugs = ({ catalog }: Pick<Newsroom, 'catalog'>) =>
  catalog
    .latest()
    ?.items.map(({ slug }) => slug)
    .sort();

async function watched(newsroom: Newsroom) {
  const { watching } = await watchContent(newsroom.content);
  await new Promise((resolve) => setTimeout(resolve, 50));
  return watching;
}

/** Far less than the thirty seconds between two looks at everything. */
const soon = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 5 });

/** Three ways by which a newsroom learns of a change. */
const WAYS: [string, (newsroom: Newsroom) => Promise<() => Promise<void>>][] = [
  [
    'at a sync',
    async ({ content }) =>
      async () =>
        void content.sync(),
  ],
  [
    'at a rescan',
    async (newsroom) => {
      const watching = await watched(newsroom);
      return () => watching.rescan();
    },
  ],
  [
    'while it is watched',
    async (newsroom) => {
      await watched(newsroom);
      return () => new Promise((resolve) => setTimeout(resolve, 250));
    },
  ],
];

describe.each(WAYS)('hidden files and folders, %s,', (_, follow) => {
  it.each(['.trash', '.obsidian/templates', '.git', '_drafts', 'node_modules/pkg', '2026/.stversions'])(
    'are not read: %s',
    async (folder) => {
      const newsroom = open();
      const seen = await follow(newsroom);
      newsroom.write(`articles/${folder}/hidden.md`, articleFile());
      await seen();
      expect(slugs(newsroom)).toEqual(['a', 'b', 'c']);
      expect(newsroom.catalog.problems()).toEqual([]);
    },
  );

  it('take an article off the site that is moved into one', async () => {
    const newsroom = open();
    const seen = await follow(newsroom);
    newsroom.rename('articles/a.md', 'articles/.trash/a.md');
    await seen();
    expect(slugs(newsroom)).toEqual(['b', 'c']);
    expect(newsroom.catalog.isGone('a')).toBe(true);
  });

  it('take a folder off the site that becomes one', async () => {
    const newsroom = open();
    const seen = await follow(newsroom);
    newsroom.rename('articles/2026', 'articles/_2026');
    await seen();
    expect(slugs(newsroom)).toEqual(['a']);
  });
});

describe.each(WAYS)('files with other names, %s,', (_, follow) => {
  it('are named until they have the right one', async () => {
    const newsroom = open();
    const seen = await follow(newsroom);
    const names = ['one.markdown', 'two.MD', 'three.md.txt', 'four.mdx', 'five.md ', '2026/six.Markdown'];
    for (const name of names) newsroom.write(`articles/${name}`, articleFile());
    newsroom.write('articles/notes.txt', 'Notes.');
    newsroom.write('articles/seven.md~', articleFile());
    newsroom.write('pages/eight.html', '<p>');
    newsroom.write('elsewhere/nine.markdown', 'Nothing of ours.');
    await seen();
    const expected = [...names.map((name) => `articles/${name}`), 'pages/eight.html'].sort();
    expect(newsroom.catalog.problems().map(({ path: place }) => place)).toEqual(expected);
    expect(newsroom.catalog.problems().find(({ path: place }) => place === 'articles/two.MD')).toMatchObject({
      severity: 'error',
      reason: '"two.MD" is not read: the name of a text ends in ".md", in small letters.',
      fix: 'Rename it to "two.md" if it is Markdown; otherwise keep it elsewhere.',
    });
    for (const name of names) newsroom.remove(`articles/${name}`);
    newsroom.rename('pages/eight.html', 'pages/eight.md');
    newsroom.write('pages/eight.md', '---\ntitle: Eight\n---\nText.\n');
    await seen();
    expect(newsroom.catalog.problems()).toEqual([]);
  });
});

/** Runs as somebody whom files can be closed to: nothing is closed to root. */
function asReader<Result>({ contentDir, cacheDir }: CatalogOptions, work: () => Result): Result {
  const { getuid, seteuid } = process;
  if (!getuid || !seteuid || getuid() !== 0) return work();
  const other = 65_534;
  for (const place of [path.dirname(contentDir), contentDir, cacheDir]) chownSync(place, other, other);
  for (const name of readdirSync(cacheDir)) chownSync(path.join(cacheDir, name), other, other);
  seteuid(other);
  try {
    return work();
  } finally {
    seteuid(0);
  }
}

describe('what cannot be read', () => {
  it('is a problem when it is a new file, and on the site when it can be read', () => {
    const newsroom = open();
    newsroom.write('articles/new.md', articleFile());
    chmodSync(at(newsroom, 'articles/new.md'), 0o000);
    asReader(newsroom.options, () => newsroom.content.sync());
    expect(slugs(newsroom)).toEqual(['a', 'b', 'c']);
    expect(newsroom.catalog.problems()).toMatchObject([
      {
        path: 'articles/new.md',
        severity: 'error',
        reason: expect.stringContaining('It cannot be read: the site has no right to (EACCES).'),
        fix: 'Give the user that runs the site the right to read it.',
      },
    ]);
    chmodSync(at(newsroom, 'articles/new.md'), 0o644);
    asReader(newsroom.options, () => newsroom.content.sync(['articles/new.md']));
    expect(slugs(newsroom)).toEqual(['a', 'b', 'c', 'new']);
    expect(newsroom.catalog.problems()).toEqual([]);
  });

  it('keeps its last good version', () => {
    const newsroom = open();
    newsroom.write('articles/a.md', articleFile({ title: 'Another' }));
    chmodSync(at(newsroom, 'articles/a.md'), 0o000);
    asReader(newsroom.options, () => newsroom.content.sync());
    expect(newsroom.catalog.article('a')?.title).toBe('A');
    expect(newsroom.catalog.problems()).toMatchObject([{ path: 'articles/a.md' }]);
    asReader(newsroom.options, () => newsroom.content.sync());
    expect(newsroom.catalog.problems()).toMatchObject([{ path: 'articles/a.md' }]);
    chmodSync(at(newsroom, 'articles/a.md'), 0o644);
    newsroom.content.sync();
    expect(newsroom.catalog.article('a')?.title).toBe('Another');
    expect(newsroom.catalog.problems()).toEqual([]);
  });

  it.each([
    ['a folder', 'articles/2026', 0o000],
    ['a folder whose files can be listed alone', 'articles/2026', 0o444],
    ['a part of the content', 'articles', 0o000],
    ['the content folder', '.', 0o000],
  ])('keeps all that was in it, and a start on it succeeds: %s', (_, folder, mode) => {
    const newsroom = open();
    chmodSync(at(newsroom, folder), mode);
    onTestFinished(() => chmodSync(at(newsroom, folder), 0o755));
    asReader(newsroom.options, () => {
      newsroom.content.sync();
      const again = openContent(newsroom.options);
      again.sync();
      again.sync(['articles/2026/', 'articles/2026/b.md']);
      again.close();
    });
    expect(slugs(newsroom)).toEqual(['a', 'b', 'c']);
    expect(newsroom.catalog.isGone('b')).toBe(false);
    expect(newsroom.catalog.problems().length).toBeGreaterThan(0);
    chmodSync(at(newsroom, folder), 0o755);
    newsroom.content.sync();
    expect(newsroom.catalog.problems()).toEqual([]);
    newsroom.remove('articles/2026/b.md');
    newsroom.content.sync();
    expect(slugs(newsroom)).toEqual(['a', 'c']);
  });

  it('is one problem when it is a folder, whatever was in it', () => {
    const newsroom = open();
    chmodSync(at(newsroom, 'articles/2026'), 0o000);
    onTestFinished(() => chmodSync(at(newsroom, 'articles/2026'), 0o755));
    asReader(newsroom.options, () => newsroom.content.sync());
    expect(newsroom.catalog.problems().map(({ path: place }) => place)).toEqual(['articles/2026']);
  });

  it('is a file that is far too large', () => {
    const newsroom = open();
    newsroom.write('articles/large.md', `${articleFile()}${'word '.repeat(1_000_000)}`);
    newsroom.content.sync();
    expect(newsroom.catalog.problems()).toMatchObject([
      { path: 'articles/large.md', reason: expect.stringContaining('too large: 5.0 MB') },
    ]);
  });
});

describe.each(WAYS)('a folder that is away, %s,', (_, follow) => {
  it.each(['.', 'articles', 'pages'])('takes nothing off the site, and is named: %s', async (folder) => {
    const newsroom = open();
    const elsewhere = path.join(path.dirname(newsroom.contentDir), 'elsewhere');
    const seen = await follow(newsroom);
    renameSync(at(newsroom, folder), elsewhere);
    await seen();
    expect(slugs(newsroom)).toEqual(['a', 'b', 'c']);
    expect(newsroom.catalog.page('about')).toBeDefined();
    expect(newsroom.catalog.problems()).toMatchObject([{ path: folder, severity: 'error' }]);
    renameSync(elsewhere, at(newsroom, folder));
    newsroom.write('articles/a.md', articleFile({ title: 'Again' }));
    await seen();
    await soon(() => expect(newsroom.catalog.article('a')?.title).toBe('Again'));
    await soon(() => expect(newsroom.catalog.problems()).toEqual([]));
  });

  it('takes all off the site when it is there and empty', async () => {
    const newsroom = open();
    const seen = await follow(newsroom);
    rmSync(at(newsroom, 'articles'), { recursive: true });
    mkdirSync(at(newsroom, 'articles'));
    await seen();
    await soon(() => expect(slugs(newsroom)).toEqual([]));
    expect(newsroom.catalog.isGone('a')).toBe(true);
    await soon(() => expect(newsroom.catalog.problems()).toEqual([]));
  });
});

describe('a folder that is replaced while it is watched', () => {
  /** Milliseconds from an edit until it is in the catalog. */
  async function edit({ catalog }: Newsroom, file: string, slug: string): Promise<number> {
    const title = `Edited ${Math.random()}`;
    const started = performance.now();
    writeFileSync(file, articleFile({ title }));
    await soon(() => expect(catalog.article(slug)?.title).toBe(title));
    return performance.now() - started;
  }

  it.each([
    ['a folder deep in the content', 'articles/2026/11', 'c'],
    ['a folder with others in it', 'articles/2026', 'c'],
    ['a part of the content', 'articles', 'c'],
    ['the content folder', '.', 'c'],
  ])('is followed as before: %s', async (_, folder, slug) => {
    const newsroom = open();
    await watched(newsroom);
    const place = path.resolve(at(newsroom, folder));
    const aside = path.join(path.dirname(newsroom.contentDir), 'aside');
    for (let round = 0; round < 3; round++) {
      cpSync(place, aside, { recursive: true, preserveTimestamps: true });
      renameSync(place, `${aside}-old`);
      renameSync(aside, place);
      rmSync(`${aside}-old`, { recursive: true });
      expect(await edit(newsroom, at(newsroom, 'articles/2026/11/c.md'), slug)).toBeLessThan(2000);
    }
    await soon(() => expect(slugs(newsroom)).toEqual(['a', 'b', 'c']));
  });

  it('is followed when it is removed and made again, with the same number', async () => {
    const newsroom = open();
    await watched(newsroom);
    for (let round = 0; round < 3; round++) {
      rmSync(at(newsroom, 'articles/2026/11'), { recursive: true });
      mkdirSync(at(newsroom, 'articles/2026/11'));
      await edit(newsroom, at(newsroom, 'articles/2026/11/c.md'), 'c');
      await edit(newsroom, at(newsroom, 'articles/2026/11/c.md'), 'c');
    }
  });

  it('is followed when the content folder is behind a link that is switched, once and again', async () => {
    const first = open();
    const folder = path.dirname(first.contentDir);
    const link = path.join(folder, 'current');
    const switchTo = (target: string) => {
      symlinkSync(target, `${link}-new`);
      renameSync(`${link}-new`, link);
    };
    switchTo('content');
    const options = { ...first.options, contentDir: path.join(link, '.') };
    const content = openContent(options);
    onTestFinished(() => content.close());
    content.sync();
    const newsroom = { ...first, content, catalog: content.catalog, options };
    await watched(newsroom);
    for (const release of ['release-1', 'release-2']) {
      cpSync(first.contentDir, path.join(folder, release), { recursive: true, preserveTimestamps: true });
      switchTo(release);
      await edit(newsroom, path.join(folder, release, 'articles/a.md'), 'a');
      await edit(newsroom, path.join(folder, release, 'articles/2026/11/c.md'), 'c');
    }
    // A former release is not watched.
    writeFileSync(path.join(folder, 'release-1/articles/a.md'), articleFile({ title: 'Not shown' }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(newsroom.catalog.article('a')?.title).not.toBe('Not shown');
  });

  it('is followed when a folder above a link in the content is switched', async () => {
    const newsroom = open();
    const folder = path.dirname(newsroom.contentDir);
    mkdirSync(path.join(folder, 'store/wire'), { recursive: true });
    writeFileSync(path.join(folder, 'store/wire/w.md'), articleFile({ title: 'W' }));
    symlinkSync(path.join(folder, 'store/wire'), at(newsroom, 'articles/wire'));
    newsroom.content.sync();
    expect(slugs(newsroom)).toEqual(['a', 'b', 'c', 'w']);
    await watched(newsroom);
    cpSync(path.join(folder, 'store'), path.join(folder, 'store-new'), { recursive: true });
    renameSync(path.join(folder, 'store'), path.join(folder, 'store-old'));
    renameSync(path.join(folder, 'store-new'), path.join(folder, 'store'));
    await edit(newsroom, path.join(folder, 'store/wire/w.md'), 'w');
  });
});

describe.each(WAYS)('a link to a folder, %s,', (_, follow) => {
  it.each([
    ['the folder that it is in', 'articles/2026/again', '.'],
    ['its parent', 'articles/2026/up', '..'],
    ['the content folder', 'articles/2026/top', '../..'],
    ['the root of the machine', 'articles/2026/all', '/'],
    ['another part', 'pages/articles', '../articles'],
  ])('is not followed when it leads to %s', async (_name, link, target) => {
    const newsroom = open();
    const seen = await follow(newsroom);
    symlinkSync(target, at(newsroom, link));
    await seen();
    expect(slugs(newsroom)).toEqual(['a', 'b', 'c']);
    expect(newsroom.catalog.problems()).toEqual([]);
    expect(newsroom.content.sync()).toMatchObject({ files: 4, changed: false });
  });

  it('is followed once when it leads elsewhere, and that leads back', async () => {
    const newsroom = open();
    const seen = await follow(newsroom);
    newsroom.write('../store/deep/d.md', articleFile());
    symlinkSync('..', path.join(newsroom.contentDir, '../store/deep/up'));
    symlinkSync(newsroom.contentDir, path.join(newsroom.contentDir, '../store/deep/content'));
    symlinkSync('../../store', at(newsroom, 'articles/store'));
    await seen();
    expect(slugs(newsroom)).toEqual(['a', 'b', 'c', 'd']);
    expect(newsroom.catalog.problems()).toEqual([]);
    expect(newsroom.content.sync()).toMatchObject({ files: 5, changed: false });
  });
});

describe('a file of the same size and time', () => {
  const file = 'articles/a.md';
  const time = new Date('2026-01-01T00:00:00Z');

  it.each([
    ['that was written in its place', (place: string, text: string) => writeFileSync(place, text)],
    [
      'that has replaced it',
      (place: string, text: string) => {
        writeFileSync(`${place}.new`, text);
        utimesSync(`${place}.new`, time, time);
        renameSync(`${place}.new`, place);
      },
    ],
  ])('is read by a sync and by a rescan when it is one %s', async (_, change) => {
    const newsroom = open();
    const place = at(newsroom, file);
    for (const [title, look] of [
      ['1', async () => void newsroom.content.sync()],
      ['2', async () => void newsroom.content.sync()],
      ['3', async () => (await watched(newsroom)).rescan()],
    ] as const) {
      change(place, articleFile({ title }));
      utimesSync(place, time, time);
      await look();
      expect(newsroom.catalog.article('a')?.title).toBe(title);
    }
  });
});

describe('a change that removes articles and renames a file that was not read because of its name', () => {
  it('is taken in one sync', () => {
    const numbers = Array.from({ length: 40 }, (_, number) => number);
    const newsroom = open({
      ...Object.fromEntries(
        numbers.map((one) => [`articles/a${one}.md`, articleFile({ title: `A ${one}` })]),
      ),
      'articles/wrong.MD': articleFile({ title: 'Wrong' }),
    });
    const { catalog, content } = newsroom;
    for (const one of numbers) newsroom.remove(`articles/a${one}.md`);
    newsroom.rename('articles/wrong.MD', 'articles/wrong.md');
    content.sync();
    expect(slugs(newsroom)).toEqual(['wrong']);
    expect(catalog.problems()).toEqual([]);
  });
});
