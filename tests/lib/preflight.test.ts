import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkContent, checkFolders, inAddress, listenProblem } from '../../lib/preflight.ts';
import { Refusal } from '../../lib/refusal.ts';

function open() {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-preflight-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, 'site/content/articles/2026/11'), { recursive: true });
  mkdirSync(path.join(folder, 'empty'));
  mkdirSync(path.join(folder, 'other/things'), { recursive: true });
  writeFileSync(path.join(folder, 'file'), '');
  return folder;
}

describe('the content folder', () => {
  it('may hold articles, or only pages', () => {
    const folder = open();
    mkdirSync(path.join(folder, 'leaves/pages'), { recursive: true });
    for (const name of ['site/content', 'leaves'])
      expect(() => checkContent({ contentDir: path.join(folder, name) })).not.toThrow();
  });

  it.each([
    ['nowhere', 'which is not there: put the content there, or set it to the folder that holds "articles".'],
    ['file', 'which is not a folder: set it to the folder that holds "articles".'],
    [
      'file/below',
      'which is not there: put the content there, or set it to the folder that holds "articles".',
    ],
    ['empty', 'which is empty: make the folder "articles" in it, or set it to the folder that holds it.'],
    [
      'other',
      'which holds no "articles": make the folder "articles" in it, or set it to the folder that holds it.',
    ],
    ['site', 'which holds no "articles": set it to FOLDER/site/content.'],
    ['site/content/articles', 'which holds no "articles": set it to FOLDER/site/content.'],
    ['site/content/articles/2026/11', 'which is empty: set it to FOLDER/site/content.'],
  ])('is refused in one sentence: %s', (name, what) => {
    const folder = open();
    const contentDir = path.join(folder, name);
    const sentence = `CONTENT_DIR is ${contentDir}, ${what.replace('FOLDER', folder)}`;
    expect(() => checkContent({ contentDir })).toThrow(new Refusal(sentence));
  });
});

describe('the folders that are written', () => {
  it('are made', () => {
    const folder = open();
    const dirs = { cacheDir: path.join(folder, 'a/b'), dataDir: path.join(folder, 'c') };
    expect(() => checkFolders({ ...dirs, databaseUrl: undefined })).not.toThrow();
  });

  it.each([
    ['CACHE_DIR', 'file', 'which is a file, or in one (EEXIST)'],
    ['DATA_DIR', 'file/below', 'which is a file, or in one (EEXIST)'],
    ['CACHE_DIR', '/proc/newsroom', 'which cannot be made (ENOENT)'],
  ])('are refused in one sentence: %s in %s', (name, place, what) => {
    const folder = open();
    const wrong = path.resolve(folder, place);
    const dirs = {
      cacheDir: path.join(folder, 'cache'),
      dataDir: path.join(folder, 'data'),
      databaseUrl: undefined,
    };
    const given = { ...dirs, [name === 'CACHE_DIR' ? 'cacheDir' : 'dataDir']: wrong };
    const sentence = `${name} is ${wrong}, ${what}: set it to a folder that can be written.`;
    expect(() => checkFolders(given)).toThrow(new Refusal(sentence));
  });

  it('are not asked for data that a database has', () => {
    const folder = open();
    const dirs = { cacheDir: path.join(folder, 'cache'), dataDir: path.join(folder, 'file') };
    expect(() => checkFolders({ ...dirs, databaseUrl: 'postgres://localhost/site' })).not.toThrow();
  });
});

it.each([
  ['EADDRINUSE', 'PORT is 80, where another program listens at example.org: '],
  ['EACCES', 'PORT is 80, where this user may not listen: '],
  ['ENOTFOUND', 'HOST is example.org, which is no address of this machine: '],
  ['EADDRNOTAVAIL', 'HOST is example.org, which is no address of this machine: '],
  ['EOTHER', 'The site cannot listen at example.org:80: '],
])('a server that cannot listen says why: %s', (code, said) => {
  const problem = listenProblem(Object.assign(new Error('listen'), { code }), {
    host: 'example.org',
    port: 80,
  });
  expect(problem.startsWith(said)).toBe(true);
});

it.each([
  ['::1', '[::1]'],
  ['127.0.0.1', '127.0.0.1'],
  ['localhost', 'localhost'],
])('inAddress writes a host as addresses have it: %s', (host, written) => {
  expect(inAddress(host)).toBe(written);
});
