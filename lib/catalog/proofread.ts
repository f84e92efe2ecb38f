import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { inTransaction, prepareWrite } from './database.ts';
import type { Text } from './markdown.ts';
import type { Pace } from './pace.ts';
import { type Problem, quoted } from './problem.ts';
import { authorFields, fieldsSchema, type StoredText, textFromRow } from './rows.ts';

type Readers = {
  render(text: StoredText, sources: number): Promise<Text>;
  isAuthor(id: string): boolean;
  pictureProblem(src: string): Promise<{ reason: string; fix: string } | undefined>;
  /** Whether an article has that slug, or had it; live or not. */
  isArticle(slug: string): boolean;
  now(): Date;
};

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
  SELECT kind, path, l.hash, body, line, fields, '', '', 0, NULL FROM unread JOIN leaves l USING (path)
  LIMIT ${BATCH}`;

/** Texts in which the last proofreading found something. */
const TROUBLED = "SELECT path FROM problems WHERE origin = 'proofreading'";

/** How many texts the next proofreading will read. */
export function unreadTexts(database: DatabaseSync): number {
  const all = database.prepare(`SELECT count(*) AS n FROM (SELECT path FROM unread UNION ${TROUBLED})`);
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
  readers: Readers,
  { onProgress, rest, isEnough }: Pace = {},
): Promise<number> {
  const unread = database.prepare(UNREAD);
  const remove = prepareWrite(database, "DELETE FROM problems WHERE path = ? AND origin = 'proofreading'");
  const insert = prepareWrite(
    database,
    "INSERT INTO problems (path, line, severity, reason, fix, origin) VALUES (?, ?, ?, ?, ?, 'proofreading')",
  );
  const mark = prepareWrite(database, 'DELETE FROM unread WHERE path = ? AND hash = ?');

  // What was wrong may have been mended elsewhere: the missing picture put in its place, the linked article published.
  database.exec(`
    INSERT OR IGNORE INTO unread (path, hash)
    SELECT path, hash FROM articles WHERE path IN (${TROUBLED})
    UNION ALL SELECT path, hash FROM leaves WHERE path IN (${TROUBLED})`);
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
      const found = await problemsOf(row, text, readers);
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

/** A file whose entry cannot be read, or whose text cannot be rendered, is named like any other mistake. */
async function problemsOf(row: Row, text: StoredText, readers: Readers): Promise<Problem[]> {
  try {
    return await problemsIn(row, text, readers);
  } catch (error) {
    const reason = `The file cannot be shown: ${quoted(error instanceof Error ? error.message : String(error))}.`;
    return [{ path: text.path, severity: 'error', reason, fix: 'Save it once more, or simplify its text.' }];
  }
}

async function problemsIn(row: Row, text: StoredText, readers: Readers): Promise<Problem[]> {
  const kind = String(row.kind);
  const fields: unknown = JSON.parse(String(row.fields));
  const found: Problem[] = [];
  const warn = (reason: string, fix: string, line?: number) =>
    found.push({ path: text.path, line, severity: 'warning', reason, fix });
  const checkPicture = async (src: string | undefined) => {
    const problem = src === undefined ? undefined : await readers.pictureProblem(src);
    if (problem && src)
      warn(
        problem.reason.replace(src, () => quoted(src)),
        problem.fix,
      );
  };

  if (kind !== 'author' && text.body.trim() === '') {
    warn('The file has no text.', 'Write it under the second line "---", or make the file a draft.');
  }
  if ([row.title, row.excerpt, JSON.stringify(fields), text.body].join('').includes('\ufffd')) {
    warn('A character of the file is broken, and shown as \ufffd.', 'Write it once more.');
  }
  if (kind === 'article') {
    const { sources, cover, authors = [], related, review } = fieldsSchema.parse(fields);
    if (row.updated !== null && Number(row.updated) < Number(row.date)) {
      warn('"Updated" is before "date", so it is not shown.', 'Correct one of them, or remove "updated".');
    }
    if (Number(row.updated) > readers.now().getTime()) {
      warn('"Updated" is still to come, so it is not shown.', 'Correct it, or remove it.');
    }
    if (review?.due && review.due < readers.now()) {
      const due = review.due.toISOString().slice(0, 10);
      warn(`The review was due on ${due}.`, 'Check the article again and give "review" its new dates.');
    }
    found.push(...(await readers.render(text, sources.length)).problems);
    await checkPicture(cover?.src);
    for (const id of authors) {
      if (readers.isAuthor(id)) continue;
      warn(`There is no author "${id}".`, `Write content/authors/${id}.md, or correct the name.`);
    }
    for (const { slug, line } of related) {
      if (readers.isArticle(slug)) continue;
      warn(`There is no article "${slug}".`, 'Correct the slug, or take it out of "related".', line);
    }
    return found;
  }
  found.push(...(await readers.render(text, 0)).problems);
  if (kind === 'author') await checkPicture(authorFields.parse(fields).picture?.src);
  return found;
}
