import { describe, expect, it } from 'vitest';
import { didYouMean, formatProblem } from '../../lib/problem.ts';

describe('a problem in a terminal', () => {
  it('names the file, the line, what is wrong and how to correct it', () => {
    const text = formatProblem({
      path: 'articles/a.md',
      line: 3,
      severity: 'error',
      reason: '"topic" is missing.',
      fix: 'Write it.',
    });
    expect(text).toBe('articles/a.md:3  error: "topic" is missing.\n    Write it.');
  });

  it('has no line when the whole file is meant', () => {
    const text = formatProblem({ path: 'a.md', severity: 'warning', reason: 'Wrong.', fix: 'Correct it.' });
    expect(text).toBe('a.md  warning: Wrong.\n    Correct it.');
  });
});

describe('what was probably meant', () => {
  const FIELDS = ['title', 'date', 'updated', 'topic', 'tags', 'excerpt', 'sources', 'source'];

  it.each([
    ['titel', 'title'],
    ['Title', 'title'],
    ['tag', 'tags'],
    ['dat', 'date'],
    ['tpoic', 'topic'],
    ['excerp', 'excerpt'],
    ['exerpts', 'excerpt'],
    ['upadted', 'updated'],
    ['sorce', 'source'],
    ['soruces', 'sources'],
  ])('by %s is %s', (word, meant) => {
    expect(didYouMean(word, FIELDS)).toBe(meant);
  });

  it.each(['slug', 'layout', 'x', '', 'description'])('by %j is nothing of them', (word) => {
    expect(didYouMean(word, FIELDS)).toBeUndefined();
  });

  it('is nothing among nothing', () => {
    expect(didYouMean('title', [])).toBeUndefined();
  });
});
