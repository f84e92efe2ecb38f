import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../../lib/make-folder.ts';
import { site } from '../../lib/site.ts';

const HOUR = 3_600_000;
/** The newest article's moment: a fixed one, so that the files depend on the arguments alone. */
const UNTIL = Date.UTC(2026, 10, 1);
const VOCABULARY = 30_000;
const TAGS = 600;
const COVERS = 24;
const WORDS = 700;

/**
 * Makes a content folder of plausible articles, for measuring: words and tags by Zipf's law, headings, lists, tables,
 * links, pictures by reference, an article an hour. The same arguments make the same files.
 */
export function writeCorpus(out: string, articles: number, seed: number): void {
  const random = generator(seed);
  const word = zipf(makeWords(VOCABULARY, random), random);
  const tag = zipf(
    makeWords(TAGS, random).map((name) => name.charAt(0).toUpperCase() + name.slice(1)),
    random,
  );
  const below = (limit: number) => Math.floor(random() * limit);
  const phrase = (count: number) => Array.from({ length: count }, word).join(' ');
  const slugs: string[] = [];

  makeFolder(path.join(out, 'media/covers'));
  makeFolder(path.join(out, 'pages'));
  makeFolder(path.join(out, 'authors'));
  for (let cover = 0; cover < COVERS; cover++) {
    writeFileSync(path.join(out, `media/covers/${cover}.svg`), drawing(cover));
  }
  writeFileSync(
    path.join(out, 'authors/desk.md'),
    '---\nname: Desk\nkind: desk\n---\nA desk of the corpus.\n',
  );
  writeFileSync(path.join(out, 'pages/about.md'), '---\ntitle: About\n---\nA corpus for measuring.\n');

  const folders = new Set<string>();
  for (let number = 0; number < articles; number++) {
    const date = new Date(UNTIL - (articles - number) * HOUR);
    const folder = path.join(out, 'articles', date.toISOString().slice(0, 10).replaceAll('-', '/'));
    if (!folders.has(folder)) {
      makeFolder(folder);
      folders.add(folder);
    }
    const title = sentence(phrase(6 + below(4)));
    const slug = `${title.toLowerCase().split(' ').slice(0, 4).join('-')}-${number}`;
    const link = slugs.length > 0 && below(3) > 0 ? slugs[below(slugs.length)] : undefined;
    slugs.push(slug);
    const tags = [...new Set(Array.from({ length: 2 + below(4) }, tag))];
    const lines = [
      '---',
      `title: "${title}"`,
      `date: ${date.toISOString()}`,
      `topic: ${site.topics[below(site.topics.length)]?.id}`,
      'authors: [desk]',
      `tags: [${tags.join(', ')}]`,
      `excerpt: "${sentence(phrase(18))}."`,
      `cover: { src: /media/covers/${below(COVERS)}.svg, alt: "A drawing" }`,
      ...(below(200) === 0 ? ['featured: true'] : []),
      'sources:',
      `  - { title: "${sentence(phrase(8))}", url: https://example.org/${number}/1, publisher: "${sentence(phrase(2))}" }`,
      `  - { title: "${sentence(phrase(8))}", url: https://example.org/${number}/2 }`,
      '---',
      bodyText(phrase, below, link),
    ];
    writeFileSync(path.join(folder, `${slug}.md`), lines.join('\n'));
  }
}

function bodyText(
  phrase: (count: number) => string,
  below: (limit: number) => number,
  link?: string,
): string {
  const blocks: string[] = [];
  const paragraph = () => Array.from({ length: 4 }, () => `${sentence(phrase(12 + below(10)))}.`).join(' ');
  const sections = 5;
  for (let section = 0; section < sections; section++) {
    if (section > 0) blocks.push(`## ${sentence(phrase(3 + below(3)))}`);
    blocks.push(`${paragraph()} [${1 + (section % 2)}]`, paragraph());
    if (section === 1 && link)
      blocks.push(`${sentence(phrase(6))} [${phrase(3)}](/news/${link}) ${phrase(6)}.`);
    if (section === 2 && below(3) === 0) {
      const rows = Array.from({ length: 4 }, () => `| ${phrase(2)} | ${below(1000)} |`);
      blocks.push([`| ${phrase(1)} | ${phrase(1)} |`, '| --- | ---: |', ...rows].join('\n'));
    }
    if (section === 3 && below(2) === 0) {
      blocks.push(Array.from({ length: 4 }, () => `- ${phrase(6)}`).join('\n'));
    }
    if (section === 3 && below(5) === 0) {
      blocks.push(`![${sentence(phrase(4))}](/media/covers/${below(COVERS)}.svg "${sentence(phrase(5))}")`);
    }
  }
  // Brought to the length that the name promises, near enough.
  for (let missing = WORDS - countWords(blocks); missing > 40; missing -= 60) blocks.push(paragraph());
  return `${blocks.join('\n\n')}\n`;
}

function countWords(blocks: string[]): number {
  return blocks.join(' ').split(/\s+/).length;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function drawing(number: number): string {
  const hue = (number * 360) / COVERS;
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 900" width="1600" height="900">' +
    `<rect width="1600" height="900" fill="hsl(${hue} 40% 80%)"/>` +
    `<circle cx="${400 + number * 30}" cy="450" r="300" fill="hsl(${hue} 50% 40%)"/></svg>\n`
  );
}

const STARTS = [
  'b',
  'br',
  'c',
  'ch',
  'd',
  'f',
  'g',
  'h',
  'l',
  'm',
  'n',
  'p',
  'pr',
  'r',
  's',
  'st',
  't',
  'tr',
  'v',
  'w',
];
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'ea', 'ou', 'io'];
const ENDS = ['', 'n', 'r', 's', 't', 'l', 'nd', 'm', 'ng', 'ck'];

/** Distinct pronounceable words, the first ones short as the common words of a language are. */
function makeWords(count: number, random: () => number): string[] {
  const words = new Set<string>();
  const any = (list: string[]) => list[Math.floor(random() * list.length)] ?? '';
  while (words.size < count) {
    const syllables = words.size < 100 ? 1 : words.size < 3000 ? 2 : 3;
    words.add(Array.from({ length: syllables }, () => any(STARTS) + any(VOWELS) + any(ENDS)).join(''));
  }
  return [...words];
}

/** Draws from a list so that the n-th entry comes with a weight of 1/n. */
function zipf(entries: string[], random: () => number): () => string {
  const sums: number[] = [];
  let sum = 0;
  for (let rank = 1; rank <= entries.length; rank++) {
    sum += 1 / rank;
    sums.push(sum);
  }
  // A table of places turns a draw into one look-up and a few steps.
  const steps = 65_536;
  const table = Array.from({ length: steps }, (_, step) =>
    sums.findIndex((value) => value >= (step / steps) * sum),
  );
  return () => {
    const drawn = random();
    let place = table[Math.floor(drawn * steps)] ?? 0;
    while ((sums[place] ?? sum) < drawn * sum) place++;
    return entries[place] ?? '';
  };
}

/** Mulberry32: a small seeded generator of numbers from 0 up to 1. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
