/** What follows from a language tag alone. */

/** The languages that have a table in `lib/messages/`. */
export const LANGUAGES = ['de', 'en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];
/** A tag of BCP 47 whose language has a table: `en-US`, `de`, `es-MX`. */
export type LanguageTag = Language | `${Language}-${string}`;

/** @returns the language without script and region: `en` for `en-US` */
export function primaryOf(tag: string): string {
  return new Intl.Locale(tag).language;
}

/** @returns the language of the table for a tag; English for one without a table */
export function languageOf(tag: string): Language {
  const primary = primaryOf(tag);
  return LANGUAGES.find((language) => language === primary) ?? 'en';
}

const RIGHT_TO_LEFT = new Set(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa']);

/** @returns the direction in which the script of a language is written */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  const { script } = new Intl.Locale(tag).maximize();
  return script !== undefined && RIGHT_TO_LEFT.has(script) ? 'rtl' : 'ltr';
}

/** @returns a tag as Open Graph writes it: `en_US`, and `de_DE` for `de` */
export function openGraphLocale(tag: string): string {
  const { language, region } = new Intl.Locale(tag).maximize();
  return region === undefined ? language : `${language}_${region}`;
}
