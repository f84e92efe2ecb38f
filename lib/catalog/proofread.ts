import type { DatabaseSync } from 'node:sqlite';
import { inTransaction, prepareWrite } from './database.ts';
import type { Text } from './markdown.ts';
import type { Problem } from './problem.ts';
import { authorFields, fieldsSchema, type StoredText, textFromRow } from './rows.ts';

type Readers = {
  render(text: StoredText, sources: number): Promise<Text>;
  isAuthor(id: string): boolean;
  isPicture(src: string): Promise<boolean>;
};

/**
 * Reads every text and what its front matter points to, and replaces the problems of the last proofreading.
 * @returns how many files were read
 */
export async function proofread(database: DatabaseSync, readers: Readers): Promise<number> {
  const found: Problem[] = [];
  const warn = (path: string, reason: string, fix: string) =>
    found.push({ path, severity: 'warning', reason, fix });
  const checkPicture = async (path: string, src: string | undefined) => {
    if (src === undefined || (await readers.isPicture(src))) return;
    warn(path, `There is no picture ${src}.`, 'Put the file into content/media, or correct its path.');
  };

  const articles = database
    .prepare('SELECT path, hash, body, line, fields FROM articles JOIN bodies USING (id)')
    .all();
  for (const row of articles) {
    const text = textFromRow(row);
    const fields = fieldsSchema.parse(JSON.parse(String(row.fields)));
    found.push(...(await readers.render(text, fields.sources.length)).problems);
    await checkPicture(text.path, fields.cover?.src);
    for (const id of fields.authors ?? []) {
      if (readers.isAuthor(id)) continue;
      warn(text.path, `There is no author "${id}".`, `Write content/authors/${id}.md, or correct the name.`);
    }
  }
  const leaves = database.prepare('SELECT kind, path, hash, body, line, fields FROM leaves').all();
  for (const row of leaves) {
    const text = textFromRow(row);
    found.push(...(await readers.render(text, 0)).problems);
    if (row.kind === 'author') {
      const { picture } = authorFields.parse(JSON.parse(String(row.fields)));
      await checkPicture(text.path, picture?.src);
    }
  }

  inTransaction(database, () => {
    database.exec("DELETE FROM problems WHERE origin = 'proofreading'");
    const insert = prepareWrite(
      database,
      "INSERT INTO problems (path, line, severity, reason, fix, origin) VALUES (?, ?, ?, ?, ?, 'proofreading')",
    );
    for (const { path, line, severity, reason, fix } of found)
      insert.run(path, line ?? null, severity, reason, fix);
  });
  return articles.length + leaves.length;
}
