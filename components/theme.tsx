import { site } from '../lib/site.ts';

type Scheme = 'light' | 'dark';

function coloursOf(scheme: Scheme): string {
  const colours = Object.entries(site.colours[scheme]).map(([name, value]) => `--${name}:${value}`);
  const topics = site.topics.map(({ id, colour }) => `.topic-${id}{--topic:${colour[scheme]}}`);
  return `:root{${colours.join(';')}}${topics.join('')}`;
}

const css = `:root{color-scheme:light dark}${coloursOf('light')}@media (prefers-color-scheme:dark){${coloursOf('dark')}}`;

/** The site's colours as custom properties for the style sheet. */
export function Theme() {
  return <style>{css}</style>;
}
