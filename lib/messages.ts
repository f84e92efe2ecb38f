import { type Language, languageOf } from './language.ts';
import { de } from './messages/de.ts';
import { en, type Messages } from './messages/en.ts';
import { es } from './messages/es.ts';
import { site } from './site.ts';

export type { Messages } from './messages/en.ts';

/** All words that a reader, a commenter or a moderator sees. The language of the site chooses the table. */
const tables: Record<Language, Messages> = { de, en, es };

export const messages: Messages = tables[languageOf(site.language)];
