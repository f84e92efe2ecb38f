import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const VITEST = path.join(ROOT, 'node_modules/vitest/vitest.mjs');

/** Runs one test file under the set-up that the project's own tests have. */
async function runSuite(test: string): Promise<{ code: number | null; printed: string }> {
  const folder = temporaryFolder();
  const config = { test: { globals: true, globalSetup: [path.join(ROOT, 'tests/support/postgres.ts')] } };
  writeFileSync(path.join(folder, 'vitest.config.mjs'), `export default ${JSON.stringify(config)};`);
  writeFileSync(path.join(folder, 'some.test.mjs'), test);
  const child = spawn(process.execPath, [VITEST, 'run', '--root', folder], { cwd: folder });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  const [code] = await once(child, 'close');
  return { code, printed };
}

describe('a run of the tests', () => {
  it.each([
    ['a test fails', "it('fails', () => expect(1).toBe(2));"],
    ['a file cannot be loaded', "throw new Error('at once');"],
    ['a hook fails', "beforeAll(() => { throw new Error('before'); }); it('passes', () => {});"],
    [
      'an error is caught by nothing',
      "it('passes', () => { setTimeout(() => { throw new Error('late'); }); });",
    ],
  ])('ends with 1 when %s', async (_, test) => {
    const { code, printed } = await runSuite(test);
    expect(printed).toContain('Test Files');
    expect(code).toBe(1);
  });

  it('ends with 0 when all tests pass', async () => {
    const { code, printed } = await runSuite("it('passes', () => {});");
    expect(printed).toContain('Test Files');
    expect(code).toBe(0);
  });
});

describe('.ci/run', () => {
  /** Runs the script where `npm test` leaves that report and ends with that code. */
  function runScript(report: object | undefined, code: number) {
    const folder = temporaryFolder();
    cpSync(path.join(ROOT, '.ci/run'), path.join(folder, '.ci/run'));
    mkdirSync(path.join(folder, 'bin'));
    const leave = report ? `mkdir -p .cache && echo '${JSON.stringify(report)}' > .cache/tests.json` : ':';
    const npm = path.join(folder, 'bin/npm');
    writeFileSync(npm, `#!/bin/sh\n[ "$1" = test ] || exit 0\n${leave}\nexit ${code}\n`);
    chmodSync(npm, 0o755);
    const env = { ...process.env, PATH: `${folder}/bin:${process.env.PATH}` };
    const { status, stdout } = spawnSync('bash', ['.ci/run'], { cwd: folder, env, encoding: 'utf8' });
    return { status, last: stdout.trimEnd().split('\n').at(-1) };
  }
  const report = { numPassedTests: 3, numFailedTests: 0, testResults: [] };

  it('prints the counts last, and ends as the tests do', () => {
    expect(runScript(report, 0)).toEqual({ status: 0, last: '3 passed, 0 failed' });
    expect(runScript({ ...report, numFailedTests: 2 }, 1)).toEqual({ status: 1, last: '3 passed, 2 failed' });
  });

  it('counts a run that failed for another reason than a test', () => {
    expect(runScript(report, 1)).toEqual({ status: 1, last: '3 passed, 1 failed' });
    expect(runScript(undefined, 1)).toEqual({ status: 1, last: '0 passed, 1 failed' });
  });

  it('fails by a test that failed, also when the run ended well', () => {
    expect(runScript({ ...report, numFailedTests: 1 }, 0)).toEqual({ status: 1, last: '3 passed, 1 failed' });
  });
});

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-gate-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
