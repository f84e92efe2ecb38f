import type { LanguageTag } from '../language.ts';

/** The fields of the site's configuration. */

export type Topic = {
  /** Part of addresses: `/topics/<id>`, and in the front matter's `topic`. */
  id: string;
  name: string;
  description: string;
  /** The topic's colour on paper (light) and on slate (dark); each must reach 4.5:1 against its ground. */
  colour: { light: string; dark: string };
};

type Colours = {
  /** The page's ground, and that of boxes on it. */
  paper: string;
  panel: string;
  ink: string;
  /** Text beside the text. */
  quiet: string;
  /** Lines between parts. */
  rule: string;
  accent: string;
  /** Marks what a form refuses. */
  error: string;
};

export type Site = {
  name: string;
  tagline: string;
  description: string;
  /** Chooses the messages of `lib/messages/`, and how dates, numbers and quotes are written. */
  language: LanguageTag;
  region: string;
  /** The IANA zone in which bare dates are read and all dates are shown. */
  zone: string;
  /** Whose site this is not. Shown on top of every page when it is there. */
  banner?: { lead: string; text: string; link: { href: string; text: string } };
  /** The disclaimer above every article's text when it is there. */
  articleDisclaimer?: string;
  /** The author of an article that names none. `content/authors/<id>.md` may say more about it. */
  author: { id: string; name: string; picture: { src: string; alt: string } };
  topics: readonly Topic[];
  /** The pages linked in the foot of every page, in this order. */
  footer: readonly { href: string; text: string }[];
  /** Under what the articles may be used; named in the foot of every page when it is there. */
  licence?: { text: string; href: string };
  /** Grounds and inks. The topics' colours are with the topics. */
  colours: { light: Colours; dark: Colours };
  /** What the articles call a thing, with what readers call it: a search for one of these finds the other as well. */
  synonyms?: Readonly<Record<string, readonly string[]>>;
  /** Articles on a list page, in a feed, and in the news sitemap's window (hours). */
  pageSize: number;
  feedSize: number;
  newsWindowHours: number;
  comments: {
    /** Whether a reader must give an email address. Only a keyed hash of it is kept. */
    requireEmail: boolean;
    /** Days after its publication that an article takes comments; undefined for ever. */
    closeAfterDays: number | undefined;
    /** A comment with one of these words waits for a person, like a first comment. */
    wordList: readonly string[];
  };
};
