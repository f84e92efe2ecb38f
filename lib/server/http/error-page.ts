import type { ServerResponse } from 'node:http';
import { directionOf, primaryOf } from '../../language.ts';
import { messages } from '../../messages.ts';
import { site } from '../../site.ts';

/** Answers with a page that depends on nothing that may be broken. */
export function sendErrorPage(
  response: ServerResponse,
  status: 500 | 503,
  headers: Record<string, string>,
): void {
  const { title, heading, text } = status === 500 ? messages.errors.failed : messages.errors.busy;
  const direction = directionOf(site.language) === 'rtl' ? ' dir="rtl"' : '';
  const home = (link: string) => `<a href="/">${link}</a>`;
  const page =
    `<!DOCTYPE html><html lang="${primaryOf(site.language)}"${direction}><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${title}</title><style>body{font:1.125rem/1.5 Georgia,serif;max-width:36rem;margin:15vh auto;` +
    `padding:0 1rem;color-scheme:light dark}</style><h1>${heading}</h1>` +
    `<p>${text(home).join('')}</p></html>`;
  response.writeHead(status, {
    ...headers,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(page),
    'Cache-Control': 'no-store',
  });
  response.end(page);
}
