import { type Language, primaryOf } from '../language.ts';
import { site } from '../site.ts';

/** The forms of a word by the plural categories of its language. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** How the table of a language writes numbers: as the site's own region does when the site is of that language. */
export function numbersOf(language: Language) {
  const tag = primaryOf(site.language) === language ? site.language : language;
  const format = once(() => new Intl.NumberFormat(tag));
  const tenths = once(
    () => new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  );
  const rules = once(() => new Intl.PluralRules(tag));
  const number = (value: number) => format().format(value);
  const plural = (count: number, forms: Forms) => forms[rules().select(count)] ?? forms.other;
  return {
    /** `12,345` */
    number,
    /** `1.5`, `2.0` */
    tenths: (value: number) => tenths().format(Number(value.toFixed(1))),
    /** The form for a count, without the number. */
    plural,
    /** `1 article`, `2 articles` */
    counted: (count: number, forms: Forms) => `${number(count)} ${plural(count, forms)}`,
  };
}

/** All tables are loaded and one is used, and to make a formatter takes milliseconds: it is made by its first use. */
function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
