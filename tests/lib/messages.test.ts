import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../lib/language.ts';
import { numbersOf } from '../../lib/messages/numbers.ts';
import { messages, tables } from '../../lib/messages.ts';
import { textsOf } from '../support/message-texts.ts';

const COUNTS = [0, 1, 2, 12_345];

it('are in the language of the site', () => {
  expect(messages).toBe(tables.en);
});

describe.each(LANGUAGES)('the table of messages in %s', (language) => {
  const table = tables[language];

  it('has the messages of the English one, and no others', () => {
    const paths = (of: unknown) => textsOf(of, 2).map(({ path }) => path);
    const others = (path: string) => !path.startsWith('.offices');
    expect(paths(table).filter(others)).toEqual(paths(tables.en).filter(others));
  });

  it.each(COUNTS)('has no empty message, and none that lacks a part, for %i', (count) => {
    const broken = textsOf(table, count).filter(
      ({ text }) => text.trim() === '' || /undefined|NaN|\[object| {2}/.test(text),
    );
    expect(broken).toEqual([]);
  });

  it('uses its own quotes', () => {
    const strange = { en: /["„«»]/, de: /["”«»]/, es: /["„“”]/ }[language];
    expect(textsOf(table, 2).filter(({ text }) => strange.test(text))).toEqual([]);
  });
});

describe('a table of another language', () => {
  it.each(['de', 'es'] as const)('says in %s nearly nothing as English does', (language) => {
    const english = new Map(textsOf(tables.en, 2).map(({ path, text }) => [path, text]));
    const same = textsOf(tables[language], 2).filter(({ path, text }) => english.get(path) === text);
    const shared = [
      '.moderation.title',
      '.moderation.states.spam',
      '.moderation.acts.spam',
      '.commentForm.name',
    ];
    const isWord = ({ path }: { path: string }) =>
      !/^\.(?:numbers|dates|offices|card)\b/.test(path) && !shared.includes(path);
    expect(same.filter(isWord)).toEqual([]);
  });
});

describe('a count', () => {
  it.each([
    ['en', 0, '0 replies', '0 articles'],
    ['en', 1, '1 reply', '1 article'],
    ['en', 2, '2 replies', '2 articles'],
    ['en', 12_345, '12,345 replies', '12,345 articles'],
    ['de', 0, '0 Kommentare', '0 Artikel'],
    ['de', 1, '1 Kommentar', '1 Artikel'],
    ['de', 2, '2 Kommentare', '2 Artikel'],
    ['de', 12_345, '12.345 Kommentare', '12.345 Artikel'],
    ['es', 0, '0 comentarios', '0 artículos'],
    ['es', 1, '1 comentario', '1 artículo'],
    ['es', 2, '2 comentarios', '2 artículos'],
    ['es', 12_345, '12.345 comentarios', '12.345 artículos'],
  ] as const)('is in %s of %i: %s, %s', (language, count, replies, articles) => {
    expect([tables[language].comments.count(count), tables[language].lists.articles(count)]).toEqual([
      replies,
      articles,
    ]);
  });

  it.each([
    ['en', ['No articles for “x”', '1 article for “x”', '2 articles for “x”']],
    ['de', ['Kein Artikel zu „x“', '1 Artikel zu „x“', '2 Artikel zu „x“']],
    ['es', ['Ningún artículo para «x»', '1 artículo para «x»', '2 artículos para «x»']],
  ] as const)('of what a search has found is in %s: %s', (language, said) => {
    expect([0, 1, 2].map((count) => tables[language].search.found(count, 'x'))).toEqual(said);
  });

  it('is in words where the language has words for it', () => {
    expect([1, 2].map((minutes) => tables.en.signIn.tooManyTries(minutes))).toEqual([
      'Too many wrong passwords. Please try again in a minute.',
      'Too many wrong passwords. Please try again in 2 minutes.',
    ]);
    expect([1, 2].map((most) => tables.de.trending.chart(most))).toEqual([
      'Aufrufe der letzten 24 Stunden, nach Stunden; der höchste Balken steht für einen Aufruf.',
      'Aufrufe der letzten 24 Stunden, nach Stunden; der höchste Balken steht für 2 Aufrufe.',
    ]);
    expect([1, 2].map((count) => tables.es.comments.more(count))).toEqual([
      'Una respuesta más',
      '2 respuestas más',
    ]);
  });
});

describe('numbersOf', () => {
  it('writes tenths as the language does', () => {
    expect([numbersOf('en').tenths(2), numbersOf('de').tenths(7.34), numbersOf('es').tenths(0.05)]).toEqual([
      '2.0',
      '7,3',
      '0,1',
    ]);
  });

  it('falls back to the form for all others', () => {
    expect(numbersOf('es').plural(1_000_000, { one: 'una', other: 'muchas' })).toBe('muchas');
  });
});

describe('a message with elements', () => {
  it('gives its pieces in their order', () => {
    const link = (text: string) => ({ text });
    expect(tables.de.trending.feed<unknown>(link)).toEqual([
      'Was die Leser unter den Artikeln schreiben, steht im ',
      { text: 'Feed aller Kommentare' },
      '.',
    ]);
    expect(tables.en.article.checked('Ada', 1, undefined)).toEqual(['Checked by Ada on ', 1, '.']);
    expect(tables.en.article.checked('Ada', 1, 2)).toEqual([
      'Checked by Ada on ',
      1,
      '; to be checked again by ',
      2,
      '.',
    ]);
  });
});

it('has no table, and no message of a table, that the types do not ask for', () => {
  // @ts-expect-error There is no table of French.
  const french: LanguageTag = 'fr';
  // @ts-expect-error All messages but one are missing.
  const lacking: Messages['frame'] = { skip: 'Zum Inhalt springen' };
  // @ts-expect-error A count is a number.
  const counted = tables.de.lists.articles('viele');
  expect([french, lacking, counted]).toHaveLength(3);
});
