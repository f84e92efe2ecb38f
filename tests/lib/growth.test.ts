import { mapAttributes } from '../../lib/html.ts';
import { didYouMean, quoted } from '../../lib/problem.ts';
import { toScript } from '../../lib/structured-data.ts';
import { typographic } from '../../lib/typography.ts';
import { slugify, tagSlug } from '../../lib/urls.ts';
import { xml } from '../../lib/xml.ts';
import { testGrowth } from '../support/text-growth.ts';

testGrowth({
  typographic,
  slugify,
  tagSlug,
  quoted,
  didYouMean: (text) => didYouMean(quoted(text), ['title', 'topic']),
  'xml.text': xml.text,
  toScript: (text) => toScript({ text }),
  mapAttributes: (text) => mapAttributes(text, (_, value) => value),
});
