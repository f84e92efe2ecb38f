import { Highlighter } from '../../../lib/search/highlight.ts';
import { matchExpressions, searchable, termsOf, visible } from '../../../lib/search/query.ts';
import { spellableWords } from '../../../lib/search/spelling.ts';
import { testGrowth } from '../../support/text-growth.ts';

const highlighter = new Highlighter('en');

testGrowth({
  searchable,
  visible,
  termsOf,
  matchExpressions,
  spellableWords,
  'the passage of a search': (text) => highlighter.markerFor([text], '"a" "word"*').passage(text),
});
