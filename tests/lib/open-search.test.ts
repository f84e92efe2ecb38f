import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, it } from 'vitest';
import { openSearch } from '../../lib/open-search.ts';
import { environment } from '../../lib/site.ts';

it('tells a browser where to search', () => {
  const text = openSearch();
  expect(XMLValidator.validate(text)).toBe(true);
  expect(new XMLParser({ ignoreAttributes: false }).parse(text)).toMatchObject({
    OpenSearchDescription: {
      '@_xmlns': 'http://a9.com/-/spec/opensearch/1.1/',
      ShortName: 'Anschutz Medical',
      Url: { '@_type': 'text/html', '@_template': `${environment.url}/search?q={searchTerms}` },
      InputEncoding: 'UTF-8',
    },
  });
});
