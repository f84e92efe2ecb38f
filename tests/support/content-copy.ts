import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

export type ContentCopy = {
  /** Relative to the project, as `runSite` takes it. */
  content: string;
  remove(): void;
};

/**
 * Makes a content folder that is there before a site starts on it.
 * @param base the folder to copy, relative to the project; undefined for an empty newsroom
 * @param files what to put into it, by path in the content folder
 */
export function contentWith(
  base: string | undefined,
  files: Record<string, string | Uint8Array> = {},
): ContentCopy {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-content-'));
  for (const part of ['articles', 'authors', 'pages', 'media']) mkdirSync(path.join(folder, part));
  if (base) cpSync(path.join(ROOT, base), folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return {
    content: path.relative(ROOT, folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
