import { Highlighter } from '../../../lib/search/highlight.ts';
import { matchExpressions, termsOf } from '../../../lib/search/query.ts';
import { searchable, visible } from '../../../lib/search/searchable.ts';
import { spellableWords } from '../../../lib/search/spelling.ts';
import { Synonyms } from '../../../lib/search/synonyms.ts';
import { testGrowth } from '../../support/text-growth.ts';

const rules = { isStemmed: true, synonyms: new Synonyms({ word: ['a', 'a word'] }) };
const highlighter = new Highlighter('en');

testGrowth({
  searchable,
  visible,
  termsOf,
  'the expressions of a search': (text) => matchExpressions(text, rules),
  'the terms among synonyms': (text) => rules.synonyms.at(text.split(' ')),
  spellableWords,
  'the passage of a search': (text) => highlighter.markerFor([text], '"a" OR "word"*').passage(text),
});
