import { afterAll, describe, expect, it } from 'vitest';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';

const { catalog } = openNewsroom(afterAll, {
  files: {
    'articles/a.md': articleFile(
      { title: 'Ketamine and depression', date: '2026-03-01' },
      'Clinics treat it.',
    ),
    'articles/b.md': articleFile(
      { title: 'Medication rules', tags: ['Psilocybin'] },
      'Buprenorphine, and rulers.',
    ),
    'articles/c.md': articleFile(
      { title: 'More rules', excerpt: 'What regulators say.' },
      'Opens in Aurora: a café.',
    ),
    'articles/draft.md': articleFile({ title: 'Armadillo', draft: true }, 'An armadillo on ketamiz.'),
  },
});

describe('the other spelling of a search', () => {
  it.each([
    ['ketamin', undefined],
    ['ketmine', 'ketamine'],
    ['ketaimne', 'ketamine'],
    ['ektamine', 'ketamine'],
    ['kettaminee', 'ketamine'],
    ['Ketmine', 'ketamine'],
    ['depresion', 'depression'],
    ['ketmine depresion', 'ketamine depression'],
    ['ketamine depresion', 'ketamine depression'],
    ['psylocybin', 'psilocybin'],
    ['buprenorfine', 'buprenorphine'],
    ['regulatros', 'regulators'],
    ['"medication ruls"', '"medication rules"'],
    ['aurroa cafes', 'aurora cafes'],
    ['shroms', 'shrooms'],
    ['magic mushroms', 'magic mushrooms'],
  ])('of %j is %j', (query, meant) => {
    expect(catalog.didYouMean(query)).toBe(meant);
  });

  it.each(['ketamine', 'treated', 'clinic', 'depressions', 'medicat', 'psilo', 'cafe', 'shrooms'])(
    'is none while the words are known: %s',
    (query) => {
      expect(catalog.didYouMean(query)).toBeUndefined();
    },
  );

  it.each(['armadilo', 'armadillo'])('says nothing of an article that is not live: %s', (query) => {
    expect(catalog.didYouMean(query)).toBeUndefined();
  });

  it.each(['ketami', 'ketamiz'])('does not tell that a hidden article has the word %s', (query) => {
    // The first is the beginning of a live word as well.
    expect(catalog.didYouMean(query)).toBe(query === 'ketami' ? undefined : 'ketamine');
  });

  it('is none when it would find nothing', () => {
    expect(catalog.didYouMean('ketmine aurora')).toBeUndefined();
  });

  it('prefers the nearer word, then the more frequent one', () => {
    expect(catalog.didYouMean('rulesr')).toBe('rules');
    expect(catalog.didYouMean('ruler')).toBeUndefined();
  });

  it.each(['', ' ', 'xqz', 'qqqqqqzzzz', '123456', '"', '\0', 'ketamine OR', 'a'.repeat(300)])(
    'is none for %j',
    (query) => {
      expect(catalog.didYouMean(query)).toBeUndefined();
    },
  );
});
