import type { Options } from 'remark-html';

/** What of HTML may stand in a text as it is typed: elements with their attributes, named as hast names them. */
export const TYPED: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    [
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'div', 'hr', 'br', 'ul', 'pre', 'code', 'em', 'strong'],
      ...['dl', 'dt', 'dd', 'figure', 'figcaption', 'details', 'summary', 'i', 'b', 'u', 's', 'small'],
      ...['sub', 'sup', 'kbd', 'mark', 'cite', 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr'],
    ].map((name) => [name, []]),
  ),
  a: ['href'],
  abbr: ['title'],
  blockquote: ['cite'],
  del: ['cite', 'dateTime'],
  ins: ['cite', 'dateTime'],
  img: ['src', 'alt', 'title'],
  li: ['value'],
  ol: ['start', 'reversed'],
  q: ['cite'],
  td: ['align', 'colSpan', 'rowSpan'],
  th: ['align', 'colSpan', 'rowSpan', 'scope'],
};

/** What our own plugins and remark put into a text beside that. */
const MADE: NonNullable<Extract<Options['sanitize'], object>['attributes']> = {
  a: [
    'id',
    ['rel', 'external', 'noopener'],
    ['className', 'data-footnote-backref'],
    'ariaDescribedBy',
    'ariaLabel',
    'dataFootnoteRef',
    'dataFootnoteBackref',
  ],
  code: [
    ['className', /^language-[\w+-]+$/],
    ['tabIndex', 0],
  ],
  div: [['className', 'table-scroll', 'gallery'], ['role', 'group'], ['tabIndex', 0], 'ariaLabel'],
  h2: ['id', ['className', 'sr-only']],
  h3: ['id'],
  h4: ['id'],
  h5: ['id'],
  h6: ['id'],
  img: ['srcSet', 'sizes', 'width', 'height', ['loading', 'lazy'], ['decoding', 'async']],
  input: [['type', 'checkbox'], ['disabled', true], 'checked'],
  li: ['id', ['className', 'task-list-item']],
  section: ['dataFootnotes', ['className', 'footnotes']],
  sup: [['className', 'cite']],
  td: [['className', 'align-right', 'align-center']],
  th: [['className', 'align-right', 'align-center']],
  ul: [['className', 'contains-task-list']],
};

const names = [...new Set([...Object.keys(TYPED), ...Object.keys(MADE)])].filter((name) => name !== 'h1');

/**
 * All that an article's text may become. Everything else is dropped: an element or attribute is safe because it is
 * listed here, never because it was not thought of. Typed HTML has passed typed-html.ts before, which lets less through.
 */
export const safeHtml: Exclude<Options['sanitize'], boolean | null | undefined> = {
  strip: ['script', 'style'],
  // The ids are ours: headings.ts makes them, and remark names the footnotes.
  clobber: [],
  protocols: { href: ['http', 'https', 'mailto', 'tel'], cite: ['http', 'https'], src: [] },
  required: { input: { type: 'checkbox', disabled: true } },
  ancestors: {
    caption: ['table'],
    thead: ['table'],
    tbody: ['table'],
    tfoot: ['table'],
    tr: ['table'],
    th: ['table'],
    td: ['table'],
    li: ['ol', 'ul'],
    figcaption: ['figure'],
    summary: ['details'],
    dt: ['dl'],
    dd: ['dl'],
  },
  tagNames: names,
  attributes: Object.fromEntries(
    names.map((name) => [name, [...(TYPED[name] ?? []), ...(MADE[name] ?? [])]]),
  ),
};
