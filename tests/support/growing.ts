import { expect } from 'vitest';

/** Whether the time that something takes grows with its input, and not with the square of it. */

/** What makes expressions go back: repeated, with a character at the end that lets no match stand there. */
const PIECES: [string, string][] = [
  ['blanks', ' '],
  ['tabs', '\t'],
  ['lines', '\n'],
  ['blanks and lines', ' \n'],
  ['no-break spaces', '\u00a0'],
  ['zero-width characters', '\u200b'],
  ['joiners', '\u200d'],
  ['selectors', '\ufe0f'],
  ['addresses', 'http://'],
  ['addresses with hosts', 'http://a.test/ '],
  ['an address of a foreign host', '中文'],
  ['@', '@'],
  ['dots', '.'],
  ['commas', ', '],
  ['brackets', '()'],
  ['closing brackets', ')'],
  ['combining marks', '\u0310'],
  ['combining marks out of order', '\u0310\u0335'],
  ['expanding letters', '\ufdfa'],
  ['quotes', '> '],
  ['tags', '<a '],
  ['percent signs', '%'],
  ['semicolons', '; '],
  ['one long word', 'a'],
  ['digits', '1'],
  ['lone surrogates', '\ud800'],
];

/** Characters of the smaller input. */
const LENGTH = 20_000;
const MAX_GROWTH = 2.5;
/** Below this a measurement says more about the machine; the square of so long an input takes ten times as long. */
const SLACK_MS = 10;
/** What takes so long is not measured again. */
const MAX_TIME_MS = 300;

type Work = (text: string) => unknown;

/** Milliseconds of the processor in this thread: other processes, compiling and collecting garbage do not count. */
async function timeOf(work: Work, text: string): Promise<number> {
  const before = process.threadCpuUsage();
  await work(text);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

async function growthOf(work: Work, small: string, large: string): Promise<number> {
  const first = await timeOf(work, large);
  if (first > MAX_TIME_MS) return first / (await timeOf(work, small));
  const times = { small: Number.POSITIVE_INFINITY, large: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 2; round++) {
    times.small = Math.min(times.small, await timeOf(work, small));
    times.large = Math.min(times.large, await timeOf(work, large));
  }
  return (times.large - SLACK_MS) / times.small;
}

/** Expects that twice the input takes no more than two and a half times as long, for every kind of hostile text. */
export async function expectLinear(work: Work, length = LENGTH): Promise<void> {
  const broken: string[] = [];
  for (const [what, piece] of PIECES) {
    for (const head of ['a', 'http://']) {
      const text = (size: number) => `${head}${piece.repeat(size / piece.length)}b`;
      let growth = await growthOf(work, text(length), text(2 * length));
      // The machine may have been busy with something else.
      for (let again = 0; growth > MAX_GROWTH && again < 3; again++)
        growth = Math.min(growth, await growthOf(work, text(length), text(2 * length)));
      if (growth > MAX_GROWTH) broken.push(`${what} after ${head}: ${growth.toFixed(1)} times as long`);
      if (broken.length > 3) break;
    }
  }
  expect(broken).toEqual([]);
}
