import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { matchExpressions } from '../../../lib/catalog/search.ts';
import { articleFile, openNewsroom } from '../newsroom-copy.ts';

const files = {
  'articles/psychedelics.md': articleFile(
    { title: 'Psychedelics in medicine', date: '2026-03-01' },
    'A study.',
  ),
  'articles/ketamine.md': articleFile({ title: 'Ketamine', date: '2026-03-02' }, 'Clinics treat depression.'),
  'articles/cafe.md': articleFile(
    { title: 'The Café', tags: ['Résumé'], date: '2026-03-03' },
    'Opens in Aurora.',
  ),
  'articles/rules.md': articleFile(
    { title: 'Rules', excerpt: 'What banks say.', date: '2026-03-04' },
    'The state law on medication says much. A law of the state does not.',
  ),
};
const { catalog } = openNewsroom(afterAll, { files });
const found = (query: string) => catalog.search(query)?.items.map(({ slug }) => slug);

describe('the expression made of what was typed', () => {
  it.each([
    ['ketamine', '"ketamine"*'],
    ['ketamine law', '"ketamine" "law"*'],
    ['"state law"', '"state law"'],
    ['"state law" aurora', '"state law" "aurora"*'],
    ['aurora "state law"', '"aurora" "state law"'],
    ['"unclosed phrase', '"unclosed" "phrase"*'],
    ['half-life', '"half life"*'],
    ['NEAR(a, b) OR NOT c*', '"NEAR a" "b" "OR" "NOT" "c"*'],
    ['title:secret', '"title secret"*'],
    ['^start + end', '"start" "end"*'],
    ['re\u0301sume\u0301', '"résumé"*'],
    ['a\0b', '"a b"*'],
  ])('of %j is %s', (query, expression) => {
    expect(matchExpressions(query)[0]).toBe(expression);
  });

  it('is followed by others with a shorter last word', () => {
    expect(matchExpressions('state medicat')).toEqual([
      '"state" "medicat"*',
      '"state" "medica"*',
      '"state" "medic"*',
      '"state" "medi"*',
    ]);
  });

  it('is alone when the last word is short or a phrase', () => {
    expect(matchExpressions('law')).toEqual(['"law"*']);
    expect(matchExpressions('"medication"')).toEqual(['"medication"']);
  });

  it.each(['', '   ', '"', '""', '*', '-', ':', '😀', '\0', '"" "…" ***'])('of %j is none', (query) => {
    expect(matchExpressions(query)).toEqual([]);
  });

  it('has twelve terms at most', () => {
    expect(matchExpressions('a '.repeat(50))[0]?.split(' ')).toHaveLength(12);
  });

  it('is made of the first two hundred characters', () => {
    expect(matchExpressions('a'.repeat(300))[0]).toBe(`"${'a'.repeat(200)}"*`);
  });
});

describe('a search', () => {
  it.each([
    ['psychedelic', 'psychedelics'],
    ['studies', 'psychedelics'],
    ['treated', 'ketamine'],
    ['clinic', 'ketamine'],
  ])('finds another form of a word: %s', (query, slug) => {
    expect(found(query)).toEqual([slug]);
  });

  it.each([
    ['ket', 'ketamine'],
    ['psych', 'psychedelics'],
    ['state medi', 'rules'],
    ['medicat', 'rules'],
    ['medicatio', 'rules'],
    ['depressio', 'ketamine'],
  ])('finds the last word unfinished: %s', (query, slug) => {
    expect(found(query)).toContain(slug);
  });

  it('does not lose the second half of a word with a hyphen', () => {
    expect(found('state-run')).toEqual([]);
  });

  it('finds no word but the last unfinished', () => {
    expect(found('keta depression')).toEqual([]);
  });

  it('finds what has every word, wherever they stand', () => {
    expect(found('depression ketamine')).toEqual(['ketamine']);
    expect(found('depression aurora')).toEqual([]);
  });

  it('finds a phrase only where its words stand together', () => {
    expect(found('"state law"')).toEqual(['rules']);
    expect(found('"law medication"')).toEqual([]);
  });

  it.each(['cafe', 'café', 'CAFÉ', 'cafe\u0301', 'resume', 'résumé', 're\u0301sume\u0301'])(
    'does not mind accents and capitals: %s',
    (query) => {
      expect(found(query)).toEqual(['cafe']);
    },
  );

  it('looks into titles, excerpts, tags and texts', () => {
    expect(found('ketamine')).toEqual(['ketamine']);
    expect(found('banks')).toEqual(['rules']);
    expect(found('resume')).toEqual(['cafe']);
    expect(found('aurora')).toEqual(['cafe']);
  });

  it('puts a word in the title before the same word in the text', () => {
    const { catalog: two } = openNewsroom(onTestFinished, {
      files: {
        'articles/text.md': articleFile({ title: 'Something', date: '2026-03-02' }, 'About yarrow and more.'),
        'articles/title.md': articleFile(
          { title: 'Yarrow', date: '2026-03-01' },
          'About something and more.',
        ),
      },
    });
    expect(two.search('yarrow')?.items.map(({ slug }) => slug)).toEqual(['title', 'text']);
  });

  it('does not take signs for commands', () => {
    expect(found('ketamine OR aurora')).toEqual([]);
    expect(found('ketamine NOT depression')).toEqual([]);
    expect(found('title:ketamine')).toEqual([]);
    expect(found('ketamine -depression')).toEqual(['ketamine']);
  });

  it('finds nothing, on one page, when nothing was typed', () => {
    expect(catalog.search(' ')).toEqual({ items: [], number: 1, pages: 1, total: 0 });
    expect(catalog.search(' ', 2)).toBeUndefined();
  });

  it('has pages', () => {
    const { catalog: large } = openNewsroom(onTestFinished);
    expect(large.search('filler')).toMatchObject({ number: 1, pages: 3, total: 45 });
    expect(large.search('filler', 3)?.items).toHaveLength(5);
    expect(large.search('filler', 4)).toBeUndefined();
  });
});

describe('two thousand random searches', () => {
  /** Mulberry32: the same numbers each time. */
  function randomNumbers(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
    };
  }

  const PIECES = [
    ...[
      'ketamine',
      'law',
      'a',
      'É',
      'ß',
      '日本',
      'עברית',
      'NEAR',
      'NEAR(',
      'AND',
      'OR',
      'NOT',
      'rowid',
      'search',
    ],
    ...[
      '"',
      '""',
      "'",
      '*',
      ':',
      '-',
      '+',
      '^',
      '(',
      ')',
      '{',
      '}',
      ',',
      ';',
      '\\',
      '/',
      '%',
      '_',
      '|',
      '?',
      '=',
    ],
    ...[
      '\0',
      '\t',
      '\n',
      ' ',
      ' ',
      '\u00a0',
      '\u200b',
      '\u202e',
      '\ufeff',
      '\ufffd',
      '\u0301',
      '\ud800',
      '\udfff',
    ],
    ...['😀', '👩‍⚕️', '🇺🇸', '\u{1e4d0}', '\u{31350}', '\u{e0041}', '½', '١٢٣', 'ǅ', 'ﬁ'],
  ];

  it('are never an error', () => {
    const below = randomNumbers(20_261_124);
    for (let count = 0; count < 2000; count++) {
      const pieces = Array.from({ length: 1 + below(12) }, () => PIECES[below(PIECES.length)] ?? '');
      const query = pieces.join('');
      const page = catalog.search(query, 1);
      expect(page, JSON.stringify(query)).toMatchObject({ number: 1 });
    }
  });
});
