import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** What may know what. A rule that is broken names the file, its line and what it imports. */

const ROOT = path.resolve(import.meta.dirname, '../..');
const filesOf = (...patterns: string[]) =>
  patterns
    .flatMap((pattern) => globSync(`${pattern}/**/*.{ts,tsx,js,mjs}`, { cwd: ROOT }))
    .map((file) => file.split(path.sep).join('/'))
    .sort();

const code = filesOf('app', 'components', 'lib');
const all = [...code, ...filesOf('tests'), 'next.config.ts', 'vitest.config.ts'];
const known = new Set(all);

type Import = { file: string; line: number; from: string };

/** A file that is named by its path is a dependency as well: a thread's module, a script that is read. */
const BY_PATH =
  /\b(?:new URL|readFileSync|path\.join|path\.resolve)\([^;\n]*?(['"])([^'"\n]+\.[cm]?[jt]sx?)\1/g;
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+|\brequire\s*\(\s*)(['"])([^'"\n]+)\1/g;

/** Every import of a file and every module that it names by its path, which is written from the project's root. */
function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const at = (place: number) => text.slice(0, place).split('\n').length;
  const imported = [...text.matchAll(IMPORT)].map((match) => {
    const named = match[2] ?? '';
    const from = named.startsWith('.') ? path.posix.join(path.posix.dirname(file), named) : named;
    return { file, line: at(match.index), from };
  });
  const byPath = [...text.matchAll(BY_PATH)].flatMap((match) => {
    const named = match[2] ?? '';
    const candidates = [path.posix.join(path.posix.dirname(file), named), path.posix.normalize(named)];
    const from = candidates.find((candidate) => known.has(candidate));
    return from === undefined ? [] : [{ file, line: at(match.index), from }];
  });
  return [...imported, ...byPath];
}

const broken = (files: string[], isForbidden: (from: string, file: string) => boolean) =>
  files
    .flatMap(importsOf)
    .filter(({ from, file }) => isForbidden(from, file))
    .map(({ file, line, from }) => `${file}:${line} imports ${from}`);

const isIn = (from: string, ...folders: string[]) => folders.some((folder) => from.startsWith(`${folder}/`));
const isPackage = (from: string, ...names: string[]) =>
  names.some((name) => from === name || from.startsWith(`${name}/`));

describe('the reading of imports', () => {
  it('finds those of a file that has them', () => {
    const found = importsOf('lib/catalog.ts').map(({ from }) => from);
    expect(found).toContain('lib/catalog/lists.ts');
    expect(found).toContain('lib/media.ts');
    expect(importsOf('lib/server/serve.ts').map(({ from }) => from)).toContain('next');
  });

  it('finds modules that are named by their path', () => {
    const namedIn = (file: string) => importsOf(file).map(({ from }) => from);
    expect(namedIn('lib/server/renderer.ts')).toContain('lib/server/renderer/thread.ts');
    expect(namedIn('lib/enhancement.ts')).toContain('lib/enhancement/browser.js');
    expect(namedIn('lib/content/reading.ts')).toContain('lib/content/reading-thread.ts');
  });

  it('sees all the code', () => {
    expect(code).toContain('lib/site.ts');
    expect(code).toContain('app/layout.tsx');
    expect(code).toContain('components/story.tsx');
  });
});

describe('who knows whom', () => {
  it('app holds routes alone, and what they share', () => {
    const own = globSync('app/*.*', { cwd: ROOT }).filter((file) => /\.(?:ts|tsx|js|css)$/.test(file));
    const found = own.map((file) => path.posix.basename(file)).sort();
    expect(found).toEqual(['global-not-found.tsx', 'layout.tsx', 'page.tsx']);
  });

  it('lib knows neither the app nor its components, nor React; Next is known to the server alone', () => {
    const found = broken(
      filesOf('lib'),
      (from, file) =>
        isIn(from, 'app', 'components') ||
        isPackage(from, 'react', 'react-dom') ||
        (isPackage(from, 'next') && !isIn(file, 'lib/server')),
    );
    expect(found).toEqual([]);
  });

  it('the server and the app never know each other, and no other part of lib knows the server', () => {
    const outside = [
      ...filesOf('app', 'components'),
      ...filesOf('lib').filter((file) => !isIn(file, 'lib/server')),
    ];
    expect(broken(outside, (from) => isIn(from, 'lib/server'))).toEqual([]);
  });

  it('no file imports itself by a circle of others', () => {
    const graph = new Map(
      code.map((file) => [file, importsOf(file).flatMap(({ from }) => (known.has(from) ? [from] : []))]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, above: string[]) => {
      if (above.includes(file)) circles.push([...above.slice(above.indexOf(file)), file].join(' > '));
      if (done.has(file) || above.includes(file)) return;
      for (const from of graph.get(file) ?? []) visit(from, [...above, file]);
      done.add(file);
    };
    for (const file of code) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('the rooms of the catalog import only those below them', () => {
    const rooms = ['content', 'catalog', 'search', 'catalog-database', 'markdown'];
    const roomOf = (file: string) =>
      rooms.findIndex((room) => file === `lib/${room}.ts` || isIn(file, `lib/${room}`));
    const found = broken(filesOf('lib'), (from, file) => roomOf(from) >= 0 && roomOf(from) < roomOf(file));
    expect(found).toEqual([]);
    expect(importsOf('lib/content.ts').some(({ from }) => roomOf(from) > 0)).toBe(true);
  });

  it('components know neither the app nor Next', () => {
    expect(broken(filesOf('components'), (from) => isIn(from, 'app') || isPackage(from, 'next'))).toEqual([]);
  });

  it('the folder of a module is known to the module and its tests alone', () => {
    const modules = filesOf('lib')
      .filter(
        (file) => file.endsWith('.ts') && globSync(file.replace(/\.ts$/, '/'), { cwd: ROOT }).length > 0,
      )
      .map((file) => file.replace(/\.ts$/, ''));
    expect(modules).toEqual([
      'lib/audience',
      'lib/catalog-database',
      'lib/catalog',
      'lib/cli',
      'lib/comments',
      'lib/content',
      'lib/enhancement',
      'lib/markdown',
      'lib/markdown/elements',
      'lib/media',
      'lib/messages',
      'lib/search',
      'lib/server/content-updates',
      'lib/server/forms',
      'lib/server/http',
      'lib/server/page-cache',
      'lib/server/renderer',
      'lib/site',
      'lib/store',
    ]);
    const found = modules.flatMap((module) =>
      broken(all, (from, file) => {
        const owners = [module, `tests/${module}`];
        const isOwn = owners.some(
          (owner) => file === `${owner}.ts` || file === `${owner}.test.ts` || isIn(file, owner),
        );
        return isIn(from, module) && !isOwn;
      }),
    );
    expect(found).toEqual([]);
  });

  it('only tests know a test', () => {
    expect(broken(code, (from) => isIn(from, 'tests'))).toEqual([]);
  });

  it('every import of a file has its ending', () => {
    const found = broken(all, (from) => /^(?:app|components|lib|tests)\//.test(from) && !/\.\w+$/.test(from));
    expect(found).toEqual([]);
  });
});

describe('the environment', () => {
  it('is read by lib/environment.ts alone', () => {
    const readers = [...code, 'next.config.ts'].filter((file) => {
      const text = readFileSync(path.join(ROOT, file), 'utf8').replace(/^\s*(?:\*|\/\/).*$/gm, '');
      // The server may set what Next and the threads read.
      const reads = text.replace(
        /Object\.assign\(process\.env, \{\s*(?:NODE_ENV|NODE_COMPILE_CACHE|NEXT_TELEMETRY_DISABLED|NEWSROOM_TESTS|__NEXT_NODE_NATIVE_TS_LOADER_ENABLED): [^}]*\}\)/g,
        '',
      );
      // The build for the tests is told apart where it is configured.
      const asked = file === 'next.config.ts' ? reads.replace('process.env.NEWSROOM_TESTS', '') : reads;
      return /\bprocess\s*(?:\.|\?\.|\[\s*['"])env\b|\bimport\.meta\.env\b|\benv\b[^;]*from 'node:process'/.test(
        asked,
      );
    });
    expect(readers).toEqual(['lib/environment.ts']);
  });
});

describe('the names of files', () => {
  it('say what is in them', () => {
    const empty = /^(?:utils?|helpers?|common|misc|constants?|types?|index)(?:\.test)?\.\w+$/;
    expect(all.filter((file) => empty.test(path.posix.basename(file)))).toEqual([]);
  });

  it('are small letters, digits and hyphens, but for the names of routes', () => {
    const odd = /^[a-z0-9-]+(?:\.(?:test|config))?\.\w+$/;
    expect(all.filter((file) => !odd.test(path.posix.basename(file)))).toEqual([]);
  });
});
