import { messages } from './messages.ts';
import { site } from './site.ts';
import { absolute, urls } from './urls.ts';
import { xml } from './xml.ts';

/** Names longer than this are not allowed by OpenSearch 1.1. Characters. */
const LONGEST_NAME = 16;

/** How a browser searches the site from its address bar: an OpenSearch 1.1 description. */
export function openSearch(): string {
  const template = `${absolute(urls.search())}?q={searchTerms}`;
  return xml.document(
    [
      '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
      xml.element('ShortName', shortName(site.name)),
      xml.element('LongName', messages.search.name(site.name).slice(0, 48)),
      xml.element('Description', messages.search.description(site.name)),
      `<Url type="text/html" method="get" template="${xml.text(template)}"/>`,
      xml.element('Language', site.language),
      xml.element('InputEncoding', 'UTF-8'),
      xml.element('OutputEncoding', 'UTF-8'),
      '</OpenSearchDescription>',
    ].join(''),
  );
}

/** As many whole words of a name as fit; its beginning when not even the first does. */
function shortName(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  const space = name.lastIndexOf(' ', LONGEST_NAME);
  return name.slice(0, space > 0 ? space : LONGEST_NAME);
}
