import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dump } from 'js-yaml';
import type { CatalogOptions } from '../../lib/catalog.ts';
import { openToRead, Queries } from '../../lib/catalog-database.ts';
import { openContent } from '../../lib/content.ts';
import { environment, site } from '../../lib/site.ts';

/** When the tests take place: all fillers of the fixture are out, the scheduled article is not. */
export const NOW = '2026-03-10T12:00:00-06:00';

const FIXTURE = path.resolve(import.meta.dirname, '../newsroom');

type Options = {
  now?: string;
  /** The whole content by path, instead of a copy of tests/newsroom. */
  files?: Record<string, string>;
};

export type NewsroomCopy = ReturnType<typeof openNewsroom>;

/**
 * Opens and syncs the catalog of a content folder that the test may change, with a clock that the test may set.
 * @param after registers the removal of the folder: `afterAll` for a whole file, `onTestFinished` for one test
 */
export function openNewsroom(after: (cleanUp: () => void) => void, { now = NOW, files }: Options = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-copy-'));
  const contentDir = path.join(folder, 'content');
  const cacheDir = path.join(folder, 'cache');
  let time = new Date(now);

  const write = (file: string, content: string | Uint8Array) => {
    const whole = path.join(contentDir, file);
    mkdirSync(path.dirname(whole), { recursive: true });
    writeFileSync(whole, content);
  };
  mkdirSync(contentDir);
  if (files) for (const [file, content] of Object.entries(files)) write(file, content);
  else cpSync(FIXTURE, contentDir, { recursive: true });

  const options: CatalogOptions = { contentDir, cacheDir, site, url: environment.url, clock: () => time };
  const content = openContent(options);
  const { catalog } = content;
  content.sync();
  after(() => {
    try {
      content.close();
    } catch {
      // The test has closed it already.
    }
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    catalog,
    content,
    options,
    contentDir,
    cacheDir,
    setTime(moment: string | Date) {
      time = new Date(moment);
    },
    write,
    remove: (file: string) => rmSync(path.join(contentDir, file)),
    rename(from: string, to: string) {
      mkdirSync(path.dirname(path.join(contentDir, to)), { recursive: true });
      renameSync(path.join(contentDir, from), path.join(contentDir, to));
    },
  };
}

/** An article's file with the fields that it must have, unless others are given. */
export function articleFile(
  fields: Record<string, unknown> = {},
  body = 'The text of the article.\n',
): string {
  return `---\n${dump({ title: 'A title', date: '2026-03-01', topic: 'medicine', ...fields })}---\n${body}`;
}

/** The questions that the catalog's own parts put to its file, on a connection of their own. */
export function openQueries(after: (cleanUp: () => void) => void, options: CatalogOptions): Queries {
  const database = openToRead(options);
  after(() => database.close());
  return new Queries({ database, clock: options.clock, site: options.site, shown: (picture) => picture });
}
