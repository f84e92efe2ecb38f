import { writeCorpus } from '../corpus.ts';
import { misused, readWords } from './words.ts';

/** An article an hour, back from now: more would need years that no newspaper has. */
const MAX_ARTICLES = 1_000_000;

const USAGE = 'npm run corpus -- --articles N --seed S --out DIR';

/** Makes a content folder of plausible articles, for measuring. */
export function corpus(words: string[]): number {
  const { values } = readWords(words, USAGE, {
    articles: { type: 'string' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  });
  const articles = Number(values.articles);
  const seed = Number(values.seed);
  if (!Number.isInteger(articles) || articles < 1 || articles > MAX_ARTICLES)
    throw misused(`--articles must be a whole number from 1 to ${MAX_ARTICLES}`, USAGE);
  if (!Number.isSafeInteger(seed)) throw misused('--seed must be a whole number', USAGE);
  if (!values.out) throw misused('--out is missing', USAGE);
  writeCorpus(values.out, articles, seed);
  console.log(`${articles} articles in ${values.out}`);
  return 0;
}
