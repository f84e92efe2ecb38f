import { execFile } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { z } from 'zod';

const ROOT = path.resolve(import.meta.dirname, '../..');
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
export const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

type Variables = Record<string, string | undefined>;
type Launch = { executablePath: string; args: string[]; env?: Record<string, string> };
/** A place where a browser may be; `find` says why there is none by throwing. */
export type Candidate = { name: string; find(): Promise<Launch> };

/**
 * Where to look for a browser, in this order: CHROMIUM_PATH, what is installed on PATH, the package
 * `@sparticuz/chromium`. NEWSROOM_BROWSER=npm leaves only the last.
 */
export function candidates(variables: Variables): Candidate[] {
  const npm: Candidate = { name: 'the npm package @sparticuz/chromium', find: unpacked };
  if (variables.NEWSROOM_BROWSER === 'npm') return [npm];
  const given: Candidate = {
    name: 'CHROMIUM_PATH',
    find: async () => {
      if (!variables.CHROMIUM_PATH) throw new Error('it is not set');
      return { executablePath: variables.CHROMIUM_PATH, args: [] };
    },
  };
  const installed: Candidate = {
    name: `${NAMES.join(', ')} on PATH`,
    find: async () => {
      const folders = (variables.PATH ?? '').split(path.delimiter).filter(Boolean);
      const places = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
      const executablePath = places.find(isExecutable);
      if (!executablePath) throw new Error('none of them is installed');
      return { executablePath, args: [] };
    },
  };
  return [given, installed, npm];
}

/**
 * Starts the first browser that can be started.
 * @throws Error that says of each candidate what is missing
 */
export async function openBrowser(from = candidates(process.env)): Promise<Browser> {
  const reasons: string[] = [];
  for (const { name, find } of from) {
    try {
      const { args, ...launch } = await find();
      return await chromium.launch({ ...launch, args: [...args, ...FLAGS], headless: true, timeout: 30_000 });
    } catch (error) {
      reasons.push(`- ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new Error(
    `No browser starts, and the browser tests need one. Install chromium, or set CHROMIUM_PATH, or run "npm ci".\n${reasons.join('\n')}`,
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const packageSchema = z.object({ version: z.string() });
const printedSchema = z.array(z.string());

/**
 * Unpacks the package's browser once a version, with the system libraries that it brings for machines without them.
 * The package is asked in a process of its own, because it unpacks into TMPDIR and changes its environment.
 */
async function unpacked(): Promise<Launch> {
  const { version } = packageSchema.parse(
    JSON.parse(readFileSync(path.join(ROOT, 'node_modules/@sparticuz/chromium/package.json'), 'utf8')),
  );
  const folder = path.join(tmpdir(), `newsroom-chromium-${version}`);
  const making = existsSync(folder) ? folder : mkdtempSync(`${folder}-`);
  const script = `
    const { default: chromium } = await import('@sparticuz/chromium');
    await chromium.executablePath();
    console.log(JSON.stringify(chromium.args));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
    // It takes this for Amazon's Linux, and unpacks its own libraries too.
    env: { ...process.env, TMPDIR: making, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
  });
  if (making !== folder) settle(making, folder);
  return {
    executablePath: path.join(folder, 'chromium'),
    // In a single process the whole browser goes when its first context is closed.
    args: printedSchema.parse(JSON.parse(stdout)).filter((flag) => flag !== '--single-process'),
    env: {
      ...definedOf(process.env),
      LD_LIBRARY_PATH: path.join(folder, 'al2023/lib'),
      FONTCONFIG_FILE: fontsOf(folder),
    },
  };
}

/** @returns a configuration with the machine's fonts and the one that the package brings, for machines without any. */
function fontsOf(folder: string): string {
  const file = path.join(folder, 'fonts.conf');
  const dirs = ['/usr/share/fonts', path.join(folder, 'fonts')].map((dir) => `<dir>${dir}</dir>`);
  const cache = `<cachedir>${path.join(folder, 'fonts-cache')}</cachedir>`;
  writeFileSync(file, `<?xml version="1.0"?><fontconfig>${dirs.join('')}${cache}</fontconfig>`);
  return file;
}

/** Puts a folder in its place as one step; another process may have been faster. */
function settle(made: string, folder: string): void {
  try {
    renameSync(made, folder);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

function definedOf(variables: Variables): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}
