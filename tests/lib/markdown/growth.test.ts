import { withoutCitations } from '../../../lib/markdown/citation.ts';
import { tooComplex } from '../../../lib/markdown/complexity.ts';
import { firstParagraph } from '../../../lib/markdown/excerpt.ts';
import { plainText, withoutTags } from '../../../lib/markdown/plain-text.ts';
import { countWords } from '../../../lib/markdown/word-count.ts';
import { testGrowth } from '../../support/text-growth.ts';

/** What a text that is too complex is never given to. */
const ifSimple = (work: (text: string) => unknown) => (text: string) => tooComplex(text) ?? work(text);

testGrowth({
  tooComplex,
  'firstParagraph, where it is let through': ifSimple(firstParagraph),
  plainText,
  withoutTags,
  withoutCitations: (text) => withoutCitations(text, 3),
  countWords,
});
