import type { Options } from 'remark-html';

/**
 * All that an article's text may become. Everything else is dropped: an element or attribute is safe because it is
 * listed here, never because it was not thought of. Raw HTML never gets this far (see raw-html.ts).
 */
export const safeHtml: Exclude<Options['sanitize'], boolean | null | undefined> = {
  strip: ['script', 'style'],
  // The ids are ours: headings.ts makes them, and remark names the footnotes.
  clobber: [],
  protocols: { href: ['http', 'https', 'mailto', 'tel'], src: [] },
  required: { input: { type: 'checkbox', disabled: true } },
  ancestors: {
    thead: ['table'],
    tbody: ['table'],
    tr: ['table'],
    th: ['table'],
    td: ['table'],
    li: ['ol', 'ul'],
    figcaption: ['figure'],
  },
  tagNames: [
    ...['h2', 'h3', 'h4', 'h5', 'h6', 'p', 'blockquote', 'hr', 'br', 'div', 'section'],
    ...['ul', 'ol', 'li', 'input', 'pre', 'code', 'em', 'strong', 'del', 'sup', 'a'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'figure', 'figcaption', 'img'],
  ],
  attributes: {
    a: [
      'href',
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
    div: [['className', 'table-scroll'], ['role', 'group'], ['tabIndex', 0], 'ariaLabel'],
    h2: ['id', ['className', 'sr-only']],
    h3: ['id'],
    h4: ['id'],
    h5: ['id'],
    h6: ['id'],
    img: ['src', 'srcSet', 'sizes', 'alt', 'width', 'height', ['loading', 'lazy'], ['decoding', 'async']],
    input: [['type', 'checkbox'], ['disabled', true], 'checked'],
    li: ['id', ['className', 'task-list-item']],
    ol: ['start'],
    section: ['dataFootnotes', ['className', 'footnotes']],
    sup: [['className', 'cite']],
    td: ['align'],
    th: ['align'],
    ul: [['className', 'contains-task-list']],
  },
};
