import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Piece, SearchFilters } from '../../../lib/catalog.ts';
import { matchExpressions } from '../../../lib/search/query.ts';
import { Synonyms } from '../../../lib/search/synonyms.ts';
import { articleFile, openNewsroom } from '../../support/newsroom-copy.ts';

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
  'articles/typed.md': articleFile(
    { title: 'As it was typed', date: '2026-03-05' },
    'The word psilo\u00adcybin and the term ibo\u200bgaine; de\ufb01nition and e\ufb00ect; H₂O, H<sub>2</sub>O2, 10⁶; ＦＤＡ; 科罗拉多大麻法律很长; <b>bu</b>spirone.',
  ),
  'articles/rules.md': articleFile(
    { title: 'Rules', excerpt: 'What banks say.', date: '2026-03-04' },
    'The state law on medication says much. A law of the state does not.',
  ),
};
const { catalog } = openNewsroom(afterAll, { files });
const rules = {
  isStemmed: true,
  synonyms: new Synonyms({ psilocybin: ['shrooms', 'Magic mushrooms'], 'state law': ['statute'] }),
};
const expressions = (query: string) => matchExpressions(query, rules).map(({ match }) => match);
const wordsIn = (query: string) => matchExpressions(query, rules)[0]?.words;
const found = (query: string) => catalog.search(query)?.items.map(({ slug }) => slug);

describe('a search for what was typed in another way', () => {
  it.each([
    ...[
      'psilocybin',
      'psilo\u00adcybin',
      'ibogaine',
      'definition',
      'e\ufb00ect',
      'effect',
      'H2O',
      'H₂O',
      'H2O2',
    ],
    ...['FDA', 'fda', '科罗拉多', '法律', '大麻法律', '"大麻法律"', '106', 'buspirone'],
  ])('finds %s', (query) => {
    expect(found(query)).toEqual(['typed']);
  });

  it.each(['律法', '法科', 'sub', 'span'])('does not find %s', (query) => {
    expect(found(query)).toEqual([]);
  });

  it.each(['shrooms', 'Magic Mushrooms', '"magic mushrooms" ibogaine'])(
    'finds what the site calls %s',
    (query) => {
      expect(found(query)).toEqual(['typed']);
      const marked = catalog.search(query)?.items[0]?.marked.passage.filter(({ isMatch }) => isMatch);
      expect(marked?.map(({ text }) => text)).toContain('psilocybin');
    },
  );

  it('marks what it has found', () => {
    const [first] = catalog.search('法律')?.items ?? [];
    expect(
      first?.marked.passage
        .filter(({ isMatch }) => isMatch)
        .map(({ text }) => text)
        .join(''),
    ).toBe('法律');
  });
});

describe('the expression made of what was typed', () => {
  it.each([
    ['ketamine', '"ketamine"*'],
    ['ketamine law', '"ketamine" AND "law"*'],
    ['"state law"', '"state law"'],
    ['"state law" aurora', '"state law" AND "aurora"*'],
    ['aurora "state law"', '"aurora" AND "state law"'],
    ['"unclosed phrase', '"unclosed" AND "phrase"*'],
    ['half-life', '"half life"*'],
    ['NEAR(a, b) OR NOT c*', '"NEAR a" AND "b" AND "OR" AND "NOT" AND "c"'],
    ['title:secret', '"title secret"*'],
    ['^start + end', '"start" AND "end"*'],
    ['re\u0301sume\u0301', '"résumé"*'],
    ['a\0bee', '"a bee"*'],
    ['law in', '"law" AND "in"'],
    ['ketamine -law', '("ketamine") NOT ("law")'],
    ['-law ketamine -"old rules" -b', '("ketamine") NOT ("law" OR "old rules" OR "b")'],
    ['half - life', '"half" AND "life"*'],
    ['shrooms', '("shrooms"* OR "psilocybin")'],
    ['legal SHROOMS', '"legal" AND ("SHROOMS"* OR "psilocybin")'],
    ['magic mushrooms law', '(("magic" AND "mushrooms") OR "psilocybin") AND "law"*'],
    ['"magic mushrooms"', '("magic mushrooms" OR "psilocybin")'],
    ['magic', '"magic"*'],
    ['statute -shrooms', '(("statute" OR "state law")) NOT ("shrooms")'],
    ['law int', '"law" AND "int"*'],
  ])('of %j is %s', (query, expression) => {
    expect(expressions(query)[0]).toBe(expression);
  });

  it('is followed by others with a shorter last word', () => {
    expect(expressions('state medicat')).toEqual([
      '"state" AND "medicat"*',
      '"state" AND "medica"*',
      '"state" AND "medic"*',
      '"state" AND "medi"*',
    ]);
  });

  it('is alone when the last word is short or a phrase', () => {
    expect(expressions('law')).toEqual(['"law"*']);
    expect(expressions('"medication"')).toEqual(['"medication"']);
  });

  it.each(['', '-law', '-"state law" -b', '   ', '"', '""', '*', '-', ':', '😀', '\0', '"" "…" ***'])(
    'of %j is none',
    (query) => {
      expect(expressions(query)).toEqual([]);
    },
  );

  it('has beside it one for any of the words that are to be marked', () => {
    expect(wordsIn('"state law" a medi')).toBe('"state" OR "law" OR "a" OR "medi"*');
    expect(wordsIn('half-life')).toBe('"half" OR "life"*');
    expect(wordsIn('shrooms -law')).toBe('"shrooms" OR "psilocybin"');
  });

  it('has twelve terms at most', () => {
    expect(expressions('a '.repeat(50))[0]?.split(' AND ')).toHaveLength(12);
  });

  it('is made of the first two hundred characters', () => {
    expect(expressions('a'.repeat(300))[0]).toBe(`"${'a'.repeat(200)}"*`);
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
    expect(found('ketamine -depression')).toEqual([]);
    expect(found('ketamine -banks')).toEqual(['ketamine']);
    expect(found('-banks')).toEqual([]);
  });

  it('finds nothing, on one page, when nothing was typed', () => {
    expect(catalog.search(' ')).toEqual({ items: [], number: 1, pages: 1, total: 0, isCapped: false });
    expect(catalog.search(' ', 2)).toBeUndefined();
  });

  it('has pages', () => {
    const { catalog: large } = openNewsroom(onTestFinished);
    expect(large.search('filler')).toMatchObject({ number: 1, pages: 3, total: 45 });
    expect(large.search('filler', 3)?.items).toHaveLength(5);
    expect(large.search('filler', 4)).toBeUndefined();
  });
});

describe('the filters of a search', () => {
  const about = (date: string, topic: string) => articleFile({ title: 'Heron', date, topic }, 'Herons wade.');
  const { catalog: dated } = openNewsroom(afterAll, {
    files: {
      'articles/a.md': about('2024-12-31T23:59:59-07:00', 'policy'),
      'articles/b.md': about('2025-01-01T00:00:00-07:00', 'policy'),
      'articles/c.md': about('2025-06-30', 'campus'),
      'articles/d.md': articleFile({ title: 'Birds', date: '2026-02-28', topic: 'campus' }, 'A heron.'),
      'articles/draft.md': articleFile({ title: 'Heron', date: '2025-03-01', draft: true }),
      'articles/to-come.md': articleFile({ title: 'Heron', date: '2026-03-11' }),
      'articles/gone-by.md': articleFile({ title: 'Heron', date: '2025-03-01', expires: '2025-04-01' }),
    },
  });
  const slugs = (filters: SearchFilters) => dated.search('heron', 1, filters)?.items.map(({ slug }) => slug);

  it('are none at first: all that is live, the best match first', () => {
    expect(slugs({})).toEqual(['c', 'b', 'a', 'd']);
  });

  it('keep to a topic', () => {
    expect(slugs({ topic: 'campus' })).toEqual(['c', 'd']);
    expect(slugs({ topic: 'sports' })).toEqual([]);
  });

  it('keep to months of the zone of the site, the first and the last included', () => {
    expect(slugs({ from: '2025-01' })).toEqual(['c', 'b', 'd']);
    expect(slugs({ to: '2025-01' })).toEqual(['b', 'a']);
    expect(slugs({ from: '2025-01', to: '2025-06' })).toEqual(['c', 'b']);
    expect(slugs({ from: '2025-07', to: '2026-01' })).toEqual([]);
    expect(slugs({ from: '2026-01', to: '2025-01' })).toEqual([]);
  });

  it('can be put together', () => {
    expect(slugs({ topic: 'campus', from: '2026-01' })).toEqual(['d']);
  });

  it('leave the order to the date when the newest are asked for', () => {
    expect(slugs({ order: 'newest' })).toEqual(['d', 'c', 'b', 'a']);
    expect(slugs({ order: 'newest', topic: 'policy' })).toEqual(['b', 'a']);
  });

  it('follow an article whose date is changed', () => {
    const newsroom = openNewsroom(onTestFinished, {
      files: {
        'articles/a.md': about('2025-01-01', 'policy'),
        'articles/b.md': about('2025-02-01', 'policy'),
        'articles/c.md': about('1969-07-20', 'policy'),
      },
    });
    const newest = () =>
      newsroom.catalog.search('heron', 1, { order: 'newest' })?.items.map(({ slug }) => slug);
    expect(newest()).toEqual(['b', 'a', 'c']);
    newsroom.write('articles/a.md', about('2025-03-01', 'policy'));
    newsroom.content.sync();
    expect(newest()).toEqual(['a', 'b', 'c']);
  });

  it('keep articles of one moment in the order in which their files were read', () => {
    const names = Array.from({ length: 30 }, (_, number) => `s${10 + number}`);
    const files = Object.fromEntries(
      names.map((name) => [`articles/${name}.md`, about('2025-01-01', 'policy')]),
    );
    const { catalog: many } = openNewsroom(onTestFinished, { files });
    const pages = [1, 2].flatMap((number) => many.search('heron', number, { order: 'newest' })?.items ?? []);
    expect(pages.map(({ slug }) => slug)).toEqual(names.toReversed());
  });
});

describe('a search that finds more than can be weighed', () => {
  const { catalog: large, content } = openNewsroom(afterAll, {
    files: Object.fromEntries(
      Array.from({ length: 5010 }, (_, number) => {
        const date = new Date(Date.UTC(2025, 0, 1) + number * 3_600_000).toISOString();
        const title = number < 5 || number === 5000 ? 'Heron' : 'Birds';
        return [`articles/s${number}.md`, articleFile({ title, date }, 'A heron.')];
      }),
    ),
  });

  it('counts and weighs the newest, and says that there is more', async () => {
    await content.fillSearch();
    const page = large.search('heron');
    expect(page).toMatchObject({ total: 4000, pages: 200, isCapped: true });
    expect(page?.items.slice(0, 2).map(({ slug }) => slug)).toEqual(['s5000', 's5009']);
    expect(large.search('heron', 200)?.items).toHaveLength(20);
    expect(large.search('heron', 201)).toBeUndefined();
  });

  it('reaches the older ones by their months', () => {
    const page = large.search('heron', 1, { to: '2025-01' });
    expect(page?.isCapped).toBe(false);
    expect(page?.items.slice(0, 5).map(({ slug }) => slug)).toEqual(['s4', 's3', 's2', 's1', 's0']);
  });
});

describe('what is shown of a search result', () => {
  const shown = (query: string, fields: Record<string, unknown>, body: string) => {
    const { catalog: small } = openNewsroom(onTestFinished, {
      files: { 'articles/a.md': articleFile(fields, body) },
    });
    const [found] = small.search(query)?.items ?? [];
    if (!found) throw new Error(`"${query}" finds nothing.`);
    const say = (pieces: Piece[]) =>
      pieces.map(({ text, isMatch }) => (isMatch ? `[${text}]` : text)).join('');
    return { title: say(found.marked.title), passage: say(found.marked.passage) };
  };
  const filler = 'Nothing of note is said in this sentence. '.repeat(20);

  it.each([
    ['treat', 'Clinics treated, treat and treating.', 'Clinics [treated], [treat] and [treating].'],
    ['studied', 'Studies, study and studying; students.', '[Studies], [study] and [studying]; students.'],
    ['legible', 'Legibility of a legend.', '[Legibility] of a legend.'],
    ['hoping', 'Hope, hoped, hopping.', '[Hope], [hoped], hopping.'],
    ['café', 'Cafe, CAFÉ, cafe\u0301s.', '[Cafe], [CAFÉ], [cafe\u0301s].'],
    ['medicat', 'Medications and media.', '[Medications] and media.'],
    ['law state', 'The state has laws. Lawn states.', 'The [state] has [laws]. Lawn [states].'],
    ['"state law"', 'A state law.', 'A [state] [law].'],
    ['étude', 'Une étude.', 'Une [étude].'],
    ['law', 'Unlawful lawyers outlaw law.', 'Unlawful [lawyers] outlaw [law].'],
    ['日本', 'In 日本 today.', 'In [日本] today.'],
    ['it', 'It isn’t "so".', '[It] isn’t “so”.'],
    ['<b>', 'The a < b test.', 'The a < [b] test.'],
  ])('has the words of %s marked', (query, body, passage) => {
    expect(shown(query, {}, body).passage).toBe(passage);
  });

  it('has them marked in the title too', () => {
    expect(shown('law', { title: 'New laws' }, 'Text.').title).toBe('New [laws]');
  });

  it('is the part of a long text where most of the words stand', () => {
    const body = `The law.\n\n${filler}\n\n${filler}Here the state law was made. ${filler}\n\nA state.\n`;
    const { passage } = shown('state law', {}, body);
    expect(passage).toMatch(/^… .*Here the \[state\] \[law\] was made\..* …$/);
    expect(passage.length).toBeLessThan(260);
  });

  it('starts and ends with whole words', () => {
    const { passage } = shown('heron', {}, `${filler}A heron. ${filler}`);
    const words = new Set(`${filler}A [heron]. …`.split(' '));
    expect(passage.split(' ').filter((word) => !words.has(word))).toEqual([]);
  });

  it('is the excerpt when the words stand in no sentence', () => {
    const body = '![heron](/media/x.svg)\n\n[A link](/news/heron-story) and words.';
    expect(shown('heron', { excerpt: 'On birds.', tags: ['Heron'] }, body).passage).toBe('On birds.');
    expect(shown('heron', { excerpt: 'On a heron.' }, 'Nothing.').passage).toBe('On a [heron].');
  });

  it('cuts a word of enormous length', () => {
    const { passage } = shown('heron', {}, `${'a'.repeat(5000)} heron ${'b'.repeat(5000)}`);
    expect(passage).toContain('[heron]');
    expect(passage.length).toBeLessThan(400);
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

  it('of great length are answered soon', () => {
    const below = randomNumbers(7);
    for (let count = 0; count < 100; count++) {
      const piece = PIECES[below(PIECES.length)] ?? '';
      const started = performance.now();
      expect(catalog.search(piece.repeat(50_000), 1, { order: 'newest' })).toMatchObject({ number: 1 });
      expect(performance.now() - started, JSON.stringify(piece)).toBeLessThan(500);
    }
  });

  it('leave the text as it is, whatever is marked in it', () => {
    const below = randomNumbers(11);
    const texts: string[] = [];
    for (let count = 0; count < 200; count++) {
      const query = Array.from({ length: 1 + below(4) }, () => PIECES[below(PIECES.length)] ?? '').join(' ');
      for (const { title, marked } of catalog.search(query)?.items ?? []) {
        texts.push(title);
        expect(marked.title.map(({ text }) => text).join('')).toBe(title);
      }
    }
    expect(texts.length).toBeGreaterThan(0);
  });
});
