import { misused, readWords } from '../../lib/command-words.ts';
import { asRefusal, refuse } from '../../lib/refusal.ts';
import { writeCorpus } from './corpus.ts';

/** `npm run corpus -- --articles N --seed S --out DIR`: makes a content folder of plausible articles, for measuring. */

/** An article an hour, back from now: more would need years that no newspaper has. */
const MAX_ARTICLES = 1_000_000;

const USAGE = 'npm run corpus -- --articles N --seed S --out DIR';

try {
  makeCorpus(process.argv.slice(2));
} catch (error) {
  refuse(asRefusal(error, 'npm run corpus'));
}

function makeCorpus(words: string[]): void {
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
}
