import type { Site } from '../lib/site.ts';

/** Another newsroom in another language, with other topics, no banner and no disclaimer. The build for the tests holds it too. */
export const germanSite: Site = {
  name: 'Hafenblatt',
  tagline: 'Tägliche Nachrichten aus dem Hafen',
  description: 'Unabhängige Nachrichten aus dem Hafen, der Kultur und der Umwelt.',
  language: 'de',
  region: 'Bremerhaven',
  zone: 'Europe/Berlin',
  author: {
    id: 'redaktion',
    name: 'Redaktion Hafenblatt',
    picture: { src: '/emblem.svg', alt: 'Ein Anker' },
  },
  topics: [
    {
      id: 'hafen',
      name: 'Hafen',
      description: 'Schiffe, Kaje und Ladung.',
      colour: { light: '#0f6373', dark: '#74c3d0' },
    },
    {
      id: 'kultur',
      name: 'Kultur',
      description: 'Bühne, Musik und Museum.',
      colour: { light: '#5a3fae', dark: '#b7a5f0' },
    },
    {
      id: 'umwelt',
      name: 'Umwelt',
      description: 'Watt, Wind und Wetter.',
      colour: { light: '#2f6b3a', dark: '#8fce9a' },
    },
  ],
  footer: [
    { href: '/impressum', text: 'Impressum' },
    { href: '/trending', text: 'Im Trend' },
    { href: '/archive', text: 'Archiv' },
    { href: '/tags', text: 'Schlagwörter' },
    { href: '/feed.xml', text: 'RSS' },
  ],
  licence: { text: 'Artikel: CC BY 4.0', href: 'https://creativecommons.org/licenses/by/4.0/' },
  colours: {
    light: {
      paper: '#fffdf8',
      panel: '#f5f1e8',
      ink: '#1b1c22',
      quiet: '#5c5a55',
      rule: '#d9d3c5',
      accent: '#0f6373',
      error: '#a3201a',
    },
    dark: {
      paper: '#15161b',
      panel: '#1f2128',
      ink: '#ece9e1',
      quiet: '#a9a69e',
      rule: '#363943',
      accent: '#74c3d0',
      error: '#ff9d92',
    },
  },
  pageSize: 20,
  feedSize: 30,
  newsWindowHours: 48,
  comments: { requireEmail: false, closeAfterDays: 30, wordList: ['kasino'] },
};
