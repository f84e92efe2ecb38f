import { site } from '../lib/site.ts';

type Scheme = 'light' | 'dark';

function variables(scheme: Scheme): string {
  const colours = Object.entries(site.colours[scheme]).map(([name, value]) => `--${name}:${value}`);
  const topics = site.topics.map((topic) => `--${topic.id}:${topic.colour[scheme]}`);
  return [...colours, ...topics].join(';');
}

const css = [
  `:root{color-scheme:light dark;${variables('light')}}`,
  `@media (prefers-color-scheme:dark){:root{${variables('dark')}}}`,
  ...site.topics.map((topic) => `.topic-${topic.id}{--topic:var(--${topic.id})}`),
].join('');

/** The site's colours as custom properties for the style sheet. */
export function Theme() {
  return <style>{css}</style>;
}
