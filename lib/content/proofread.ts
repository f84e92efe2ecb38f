import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { z } from 'zod';
import type { Catalog } from '../catalog.ts';
import {
  authorFields,
  fieldsSchema,
  inTransaction,
  type StoredText,
  textFromRow,
} from '../catalog-database.ts';
import type { Pace } from '../pace.ts';
import { type Problem, quoted } from '../problem.ts';

/** Reads texts for what a sync does not look for: dead links, missing pictures, authors and articles that are not there. */

/** What is asked of the catalog. */
type Known = Pick<Catalog, 'proofread' | 'author' | 'media'>;

/**
 * Files between two visits to the database. Whatever is written makes all other connections forget what they hold of the
 * file in memory, so that few large writings cost the readers less than many small ones.
 */
const BATCH = 100;

/** A text and what is wrong with it. */
type Proofread = { text: StoredText; found: Problem[] };

const UNREAD = `
  SELECT 'article' AS kind, path, a.hash, body, line, fields, title, excerpt, date, updated FROM unread
    JOIN articles a USING (path) JOIN bodies USING (id)
  UNION ALL
  SELECT kind, path, l.hash, body, line, fields, '', '', 0, NULL FROM unread JOIN profiles l USING (path)
  LIMIT ${BATCH}`;

/** Texts in which the last proofreading found something. */
const WITH_PROBLEMS = "SELECT path FROM problems WHERE origin = 'proofreading'";

/** How many texts the next proofreading will read. */
export function unreadTexts(database: DatabaseSync): number {
  const all = database.prepare(`SELECT count(*) AS n FROM (SELECT path FROM unread UNION ${WITH_PROBLEMS})`);
  return Number(all.get()?.n);
}

/**
 * Reads the texts that have changed since they were last proofread and those that had problems then, and what their
 * front matter points to, and keeps what it finds beside the problems of the sync. That a sound text's link has died
 * since is seen by `npm run check:content`, which reads everything.
 * @returns how many files were read
 */
export async function proofread(
  database: DatabaseSync,
  catalog: Known,
  clock: () => Date,
  { onProgress, rest, isEnough }: Pace = {},
): Promise<number> {
  const proofreader = new Proofreader(database, catalog, clock);
  const unread = database.prepare(UNREAD);
  const remove = database.prepare("DELETE FROM problems WHERE path = ? AND origin = 'proofreading'");
  const insert = database.prepare(
    "INSERT INTO problems (path, line, severity, reason, fix, origin) VALUES (?, ?, ?, ?, ?, 'proofreading')",
  );
  const mark = database.prepare('DELETE FROM unread WHERE path = ? AND hash = ?');

  // What was wrong may have been corrected elsewhere: the missing picture put in its place, the linked article published.
  database.exec(`
    INSERT OR IGNORE INTO unread (path, hash)
    SELECT path, hash FROM articles WHERE path IN (${WITH_PROBLEMS})
    UNION ALL SELECT path, hash FROM profiles WHERE path IN (${WITH_PROBLEMS})`);
  const total = unreadTexts(database);
  const keep = (batch: Proofread[]) => {
    for (const { text, found } of batch) {
      // The text may have been taken away or changed meanwhile, by this process or another.
      if (Number(mark.run(text.path, text.hash).changes) === 0) continue;
      remove.run(text.path);
      for (const { path, line, severity, reason, fix } of found) {
        insert.run(path, line ?? null, severity, reason, fix);
      }
    }
  };
  let read = 0;
  let isStopped = false;
  for (let rows = unread.all(); rows.length > 0 && !isStopped; rows = unread.all()) {
    const batch: Proofread[] = [];
    for (const row of rows) {
      const started = performance.now();
      const text = textFromRow(row);
      const found = await proofreader.problemsOf(row, text);
      batch.push({ text, found });
      onProgress?.(read, total);
      read++;
      await rest?.(performance.now() - started);
      isStopped = isEnough?.() ?? false;
      if (isStopped) break;
    }
    inTransaction(database, () => keep(batch));
  }
  return read;
}

type Row = Record<string, SQLOutputValue>;
type ArticleFields = z.output<typeof fieldsSchema>;

/** A complaint about a text; `line` is of its file. */
type Warn = (reason: string, fix: string, line?: number) => void;

class Proofreader {
  readonly #catalog: Known;
  readonly #clock: () => Date;
  readonly #article: StatementSync;
  readonly #slugAmongAliases: StatementSync;
  readonly #aliasesAmongSlugs: StatementSync;

  constructor(database: DatabaseSync, catalog: Known, clock: () => Date) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#article = database.prepare(
      'SELECT 1 FROM articles WHERE slug = :slug UNION ALL SELECT 1 FROM aliases WHERE alias = :slug',
    );
    const pairs = `
      FROM articles AS named JOIN aliases ON alias = named.slug JOIN articles AS naming ON naming.id = aliases.id
      WHERE naming.path <> named.path`;
    this.#slugAmongAliases = database.prepare(
      `SELECT named.slug, naming.path AS other ${pairs} AND named.path = ?`,
    );
    this.#aliasesAmongSlugs = database.prepare(
      `SELECT named.slug, named.path AS other ${pairs} AND naming.path = ?`,
    );
  }

  /** A file whose entry cannot be read, or whose text cannot be rendered, is named like any other mistake. */
  async problemsOf(row: Row, text: StoredText): Promise<Problem[]> {
    const found: Problem[] = [];
    const warn: Warn = (reason, fix, line) =>
      found.push({ path: text.path, line, severity: 'warning', reason, fix });
    try {
      const fields: unknown = JSON.parse(String(row.fields));
      checkWords(row, text, fields, warn);
      if (row.kind === 'article') {
        const article = fieldsSchema.parse(fields);
        this.#checkDates(row, article, warn);
        found.push(...(await this.#render(text, article.sources.length)));
        await this.#checkPicture(article.cover?.src, warn);
        this.#checkNames(article, warn);
        this.#checkAliases(text.path, warn);
      } else {
        found.push(...(await this.#render(text, 0)));
        if (row.kind === 'author') await this.#checkPicture(authorFields.parse(fields).picture?.src, warn);
      }
      return found;
    } catch (error) {
      const reason = `The file cannot be shown: ${quoted(error instanceof Error ? error.message : String(error))}.`;
      return [
        { path: text.path, severity: 'error', reason, fix: 'Save it once more, or simplify its text.' },
      ];
    }
  }

  async #render(text: StoredText, sources: number): Promise<Problem[]> {
    return (await this.#catalog.proofread(text, sources)).problems;
  }

  #checkDates(row: Row, { review }: ArticleFields, warn: Warn): void {
    const now = this.#clock();
    if (row.updated !== null && Number(row.updated) < Number(row.date)) {
      warn('"Updated" is before "date", so it is not shown.', 'Correct one of them, or remove "updated".');
    }
    if (Number(row.updated) > now.getTime()) {
      warn('"Updated" is still to come, so it is not shown.', 'Correct it, or remove it.');
    }
    if (review?.due && review.due < now) {
      const due = review.due.toISOString().slice(0, 10);
      warn(`The review was due on ${due}.`, 'Check the article again and give "review" its new dates.');
    }
  }

  async #checkPicture(src: string | undefined, warn: Warn): Promise<void> {
    const problem = src === undefined ? undefined : await this.#catalog.media.problem(src);
    if (!problem || !src) return;
    warn(
      problem.reason.replace(src, () => quoted(src)),
      problem.fix,
    );
  }

  /** One address leads to one article: that of the slug comes before that of an alias. */
  #checkAliases(path: string, warn: Warn): void {
    for (const { slug, other } of this.#aliasesAmongSlugs.all(path)) {
      const reason = `The alias "${slug}" leads to ${other}, which has it as its name, and not here.`;
      warn(reason, 'Take it out of "aliases", or rename the other file.');
    }
    for (const { slug, other } of this.#slugAmongAliases.all(path)) {
      const reason = `The name "${slug}" is also among the aliases of ${other}; its address leads here.`;
      warn(reason, 'Take it out of "aliases" there, or rename this file.');
    }
  }

  #checkNames({ authors = [], related }: ArticleFields, warn: Warn): void {
    for (const id of authors) {
      if (this.#catalog.author(id)) continue;
      warn(`There is no author "${id}".`, `Write content/authors/${id}.md, or correct the name.`);
    }
    for (const { slug, line } of related) {
      if (this.#article.get({ slug })) continue;
      warn(`There is no article "${slug}".`, 'Correct the slug, or take it out of "related".', line);
    }
  }
}

function checkWords(row: Row, text: StoredText, fields: unknown, warn: Warn): void {
  if (row.kind !== 'author' && text.body.trim() === '') {
    warn('The file has no text.', 'Write it under the second line "---", or make the file a draft.');
  }
  if ([row.title, row.excerpt, JSON.stringify(fields), text.body].join('').includes('\ufffd')) {
    warn('A character of the file is broken, and shown as \ufffd.', 'Write it once more.');
  }
}
