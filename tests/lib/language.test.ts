import { describe, expect, it } from 'vitest';
import { directionOf, languageOf, openGraphLocale, primaryOf } from '../../lib/language.ts';

describe('languageOf', () => {
  it.each([
    ['en-US', 'en'],
    ['de', 'de'],
    ['de-CH', 'de'],
    ['es-419', 'es'],
    ['DE-at', 'de'],
    ['deu', 'de'],
    // Of a language without a table.
    ['fr-CA', 'en'],
  ])('chooses a table for %s: %s', (tag, language) => {
    expect(languageOf(tag)).toBe(language);
  });
});

describe('primaryOf', () => {
  it.each([
    ['en-US', 'en'],
    ['zh-Hant-TW', 'zh'],
    ['gsw', 'gsw'],
  ])('leaves script and region of %s out: %s', (tag, language) => {
    expect(primaryOf(tag)).toBe(language);
  });
});

describe('directionOf', () => {
  it.each(['ar', 'ar-EG', 'he', 'fa-IR', 'ur', 'yi', 'ckb', 'dv', 'az-Arab'])(
    '%s goes to the left',
    (tag) => {
      expect(directionOf(tag)).toBe('rtl');
    },
  );

  it.each(['en-US', 'de', 'es-MX', 'ja', 'zh-Hant', 'ru', 'az', 'hi'])('%s goes to the right', (tag) => {
    expect(directionOf(tag)).toBe('ltr');
  });
});

describe('openGraphLocale', () => {
  it.each([
    ['en-US', 'en_US'],
    ['en-GB', 'en_GB'],
    ['de', 'de_DE'],
    ['es', 'es_ES'],
    ['es-MX', 'es_MX'],
  ])('writes %s as %s', (tag, locale) => {
    expect(openGraphLocale(tag)).toBe(locale);
  });
});
