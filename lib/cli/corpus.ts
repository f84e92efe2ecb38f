import { parseArgs } from 'node:util';
import { writeCorpus } from '../corpus.ts';

/** Makes a content folder of plausible articles, for measuring. */
export function corpus(words: string[]): number {
  const { values } = parseArgs({
    args: words,
    options: {
      articles: { type: 'string' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
    },
  });
  const articles = Number(values.articles);
  const seed = Number(values.seed);
  if (!Number.isInteger(articles) || articles < 1 || !Number.isInteger(seed) || !values.out) {
    console.error('npm run corpus -- --articles N --seed S --out DIR');
    return 2;
  }
  writeCorpus(values.out, articles, seed);
  console.log(`${articles} articles in ${values.out}`);
  return 0;
}
