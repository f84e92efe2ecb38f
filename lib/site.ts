import { checked } from './site/checked.ts';
import type { Site, Topic } from './site/fields.ts';

export { type Environment, environment, readEnvironment } from './environment.ts';
export type { Site, Topic } from './site/fields.ts';

/**
 * The site's configuration. Another newsroom changes this file and `content/`, and nothing else.
 */

export const site: Site = checked({
  name: 'Anschutz Medical Campus',
  tagline: 'Daily news on marijuana, psychedelics and medicine in Colorado',
  description:
    'An independent Colorado source of daily news and plain explanations on marijuana, psychedelics and medicine, with numbered sources.',
  /** Chooses the words of all pages and how dates, numbers and quotes are written: `de`, `en` or `es`, with a region or without. */
  language: 'en-US',
  region: 'Colorado',
  /** The IANA zone in which bare dates are read and all dates are shown. */
  zone: 'America/Denver',
  /** Whose site this is not. Shown on top of every page. */
  banner: {
    lead: 'An independent news site.',
    text: 'Not affiliated with the University of Colorado, its Anschutz Medical Campus or the Fitzsimons innovation campus. Nothing here is medical advice.',
    link: { href: '/disclaimer', text: 'Disclaimer' },
  },
  /** The disclaimer above every article's text. */
  articleDisclaimer:
    'This article is general information, not medical or legal advice. Talk to a clinician or a lawyer about your own case.',
  /** The author of an article that names none. `content/authors/<id>.md` may say more about it. */
  author: {
    id: 'newsroom',
    name: 'Anschutz Medical Campus',
    picture: { src: '/emblem.svg', alt: 'Emblem of the site: a columbine' },
  },
  topics: [
    {
      id: 'medicine',
      name: 'Medicine',
      description: 'Treatments, medicines and their risks, in plain words.',
      colour: { light: '#0f6373', dark: '#74c3d0' },
    },
    {
      id: 'psychedelics',
      name: 'Psychedelics',
      description: 'Psilocybin, MDMA, ibogaine and the law and science around them.',
      colour: { light: '#5a3fae', dark: '#b7a5f0' },
    },
    {
      id: 'marijuana',
      name: 'Marijuana',
      description: 'What Colorado allows, what is in the package and what it does.',
      colour: { light: '#2f6b3a', dark: '#8fce9a' },
    },
    {
      id: 'policy',
      name: 'Policy',
      description: 'Statutes, rules and courts, from Denver to Washington.',
      colour: { light: '#a3441f', dark: '#f0a07c' },
    },
    {
      id: 'research',
      name: 'Research',
      description: 'Trials and reviews, and how far their results carry.',
      colour: { light: '#7a5a00', dark: '#e3bd55' },
    },
    {
      id: 'campus',
      name: 'Campus',
      description: 'The blocks around Colfax and Peoria in Aurora: hospitals, history, getting there.',
      colour: { light: '#2b5797', dark: '#93b9ee' },
    },
  ],
  /** The pages linked in the foot of every page, in this order; each is `content/pages/<slug>.md`. */
  footer: [
    { href: '/about', text: 'About' },
    { href: '/contact', text: 'Contact' },
    { href: '/authors', text: 'Authors' },
    { href: '/disclaimer', text: 'Disclaimer' },
    { href: '/privacy', text: 'Privacy' },
    { href: '/corrections', text: 'Corrections' },
    { href: '/trending', text: 'Trending' },
    { href: '/archive', text: 'Archive' },
    { href: '/tags', text: 'Tags' },
    { href: '/feed.xml', text: 'RSS' },
    { href: '/feed.json', text: 'JSON Feed' },
  ],
  licence: { text: 'Articles: CC BY 4.0', href: 'https://creativecommons.org/licenses/by/4.0/' },
  /** Grounds and inks, light and dark. The topics' colours stand with the topics. */
  colours: {
    light: {
      paper: '#fffdf8',
      panel: '#f5f1e8',
      ink: '#1b1c22',
      quiet: '#5c5a55',
      rule: '#d9d3c5',
      accent: '#5a3fae',
      error: '#a3201a',
    },
    dark: {
      paper: '#15161b',
      panel: '#1f2128',
      ink: '#ece9e1',
      quiet: '#a9a69e',
      rule: '#363943',
      accent: '#b7a5f0',
      error: '#ff9d92',
    },
  },
  /** What the articles call a thing, with what readers call it: a search for one of these finds the other as well. */
  synonyms: {
    marijuana: ['cannabis', 'weed', 'pot', 'hash', 'ganja', 'dope'],
    cannabis: ['marijuana', 'weed', 'pot', 'hash', 'ganja', 'dope'],
    psilocybin: ['shrooms', 'shroom', 'magic mushrooms', 'magic mushroom', 'psychedelic mushrooms'],
    MDMA: ['ecstasy', 'molly'],
    LSD: ['acid'],
    edibles: ['gummies', 'gummy', 'brownies'],
    cannabidiol: ['CBD'],
    buprenorphine: ['Suboxone', 'Subutex'],
    naloxone: ['Narcan'],
    esketamine: ['Spravato'],
    'electroconvulsive therapy': ['ECT', 'shock therapy'],
    facilitator: ['trip sitter', 'guide'],
  },
  /** Articles on a list page, in a feed, and in the news sitemap's window (hours). */
  pageSize: 20,
  feedSize: 30,
  newsWindowHours: 48,
  comments: {
    /** Whether a reader must give an email address. Only a keyed hash of it is kept. */
    requireEmail: false,
    /** Days after its publication that an article takes comments; undefined for ever. */
    closeAfterDays: 30,
    /** A comment with one of these words waits for a person, like a first comment. */
    wordList: ['casino', 'viagra', 'crypto', 'telegram', 'whatsapp', 'escort', 'payday loan'],
  },
});

/** @returns the topic of that id, or undefined when the site has none. */
export function topicOf(id: string): Topic | undefined {
  return site.topics.find((topic) => topic.id === id);
}
