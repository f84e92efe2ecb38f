import { ATTRIBUTES } from '../../html.ts';
import type { RenderResponse } from './capture.ts';
import type { StyleSheets } from './style-sheets.ts';

/**
 * The mark of a page that is the same for every reader, as React writes it in the head. The framework gives a page no
 * say in its headers, so the page says it in this way, and the mark becomes the header.
 */
const PUBLIC_MARK = '<meta name="cache-control" content="public"/>';

/**
 * A page as it leaves the house. Every other answer is left as it is.
 * @param styles the site's own style sheets; without them the links to them stay
 */
export function finished(answer: RenderResponse, styles?: StyleSheets): RenderResponse {
  if (!isPage(answer)) return answer;
  const html = answer.body.toString('utf8');
  const head = html.slice(0, Math.max(0, html.indexOf('</head>')));
  const isPublic = head.includes(PUBLIC_MARK);
  const body = stripRuntime(isPublic ? html.replace(PUBLIC_MARK, '') : html, styles);
  const cacheControl = isPublic ? 'public, max-age=0, must-revalidate' : 'private, no-store';
  return {
    ...answer,
    headers: { ...answer.headers, 'cache-control': cacheControl },
    body: Buffer.from(body),
  };
}

export function isPage({ headers }: RenderResponse): boolean {
  return String(headers['content-type'] ?? '').startsWith('text/html');
}

/**
 * Takes the client runtime out of a finished page: every script that would run, and the hints to fetch one. What
 * stays is data (JSON-LD, speculation rules) and the site's own module, which says so with `data-keep`.
 *
 * A search by tags is enough, because this is HTML that React and remark wrote: a text can hold no `<script`, only
 * `&lt;script`, and the framework and `toScript` write every `<` inside a script as `\u003c`. Quoted attributes may
 * hold anything, so tags are passed over whole. Hints to fetch pictures go too: React writes them in no fixed order,
 * and the pictures say themselves which comes first.
 *
 * The style sheets are put into the page in place of the links to them. Next can do so too, but sends each of them
 * through its payload as well, which is half of the work of making a page.
 * @param styles the site's own style sheets; without them the links stay
 */
export function stripRuntime(html: string, styles?: StyleSheets): string {
  const data = html.replace(PART, (part, script: string | undefined, link: string | undefined) => {
    if (script !== undefined) return KEPT.test(script) ? part : '';
    if (link !== undefined) {
      if (/\bas="(?:script|image)"|\brel="modulepreload"/.test(link)) return '';
      return styles && /\bdata-precedence=/.test(link) ? withStyles(link, styles) : part;
    }
    return part.startsWith('<!--') ? '' : part;
  });
  // The place of its own messages, which have gone.
  return data.replace('<div hidden=""></div>', '');
}

function withStyles(link: string, styles: StyleSheets): string {
  const href = /\bhref="([^"]*)"/.exec(link)?.[1] ?? '';
  return `<style>${styles(href)}</style>`;
}

/** In this order: a script, a link, a mark of React's, and any other tag, which is passed over with what it quotes. */
const PART = new RegExp(
  `<script\\b(${ATTRIBUTES})>[\\s\\S]*?</script>|<link\\b(${ATTRIBUTES})>|<!--(?:/?(?:\\$[!?~]?|&)?| )-->|</?[a-z]${ATTRIBUTES}>`,
  'gi',
);

const KEPT = /\btype="(?:application\/ld\+json|speculationrules)"|\bdata-keep=/;
