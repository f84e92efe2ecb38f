import { type Language, languageOf } from './language.ts';
import { de } from './messages/de.ts';
import { en, type Messages } from './messages/en.ts';
import { es } from './messages/es.ts';
import { site } from './site.ts';

export type { Messages } from './messages/en.ts';

/** All words that a reader, a commenter or a moderator sees, by language. */
export const tables: Record<Language, Messages> = { de, en, es };

/** Those of the site's language. */
export const messages: Messages = tables[languageOf(site.language)];
