import { editDistance } from './edit-distance.ts';

/** A mistake in the content, as a value: where it is, what is wrong, and what to do about it. */
export type Problem = {
  /** Relative to the content folder, with forward slashes. */
  path: string;
  /** Counted from 1; absent when the whole file is meant. */
  line?: number;
  /** An error keeps the file (or its new version) off the site; a warning does not. */
  severity: 'error' | 'warning';
  /** One sentence on what is wrong. */
  reason: string;
  /** One sentence on how to correct it. */
  fix: string;
};

/** @returns the problem on two lines, as a terminal shows it. */
export function formatProblem(problem: Problem): string {
  // A file's name may hold what a terminal would obey.
  const path = problem.path.replace(/\p{Cc}/gu, '\ufffd');
  const place = problem.line === undefined ? path : `${path}:${problem.line}`;
  return `${place}  ${problem.severity}: ${problem.reason}\n    ${problem.fix}`;
}

/**
 * @returns the candidate that was probably meant, or undefined when none is near.
 * Distance: Levenshtein with neighbouring letters swapped counted once; at most a third of the word.
 */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

const MAX_QUOTED = 80;

/** A value in a sentence: the beginning of a long one, in one line. */
export function quoted(value: string): string {
  const line = value.slice(0, MAX_QUOTED * 2).replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ');
  const characters = [...line];
  return characters.length > MAX_QUOTED || value.length > MAX_QUOTED * 2
    ? `${characters.slice(0, MAX_QUOTED).join('')}…`
    : line;
}
