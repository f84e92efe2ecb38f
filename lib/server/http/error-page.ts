import type { ServerResponse } from 'node:http';

const FAILED = {
  title: 'Something went wrong',
  heading: 'This page could not be made',
  text: 'The fault is ours, not yours, and it has been noted. Please try again in a moment',
};
const BUSY = {
  title: 'The site is busy',
  heading: 'The site is busy',
  text: 'More pages were asked for than can be made at this moment. Please try again in a few seconds',
};

/** Answers with a page that depends on nothing that may be broken. */
export function sendErrorPage(
  response: ServerResponse,
  status: 500 | 503,
  headers: Record<string, string>,
): void {
  const { title, heading, text } = status === 500 ? FAILED : BUSY;
  const page =
    '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
    `<title>${title}</title><style>body{font:1.125rem/1.5 Georgia,serif;max-width:36rem;margin:15vh auto;` +
    `padding:0 1rem;color-scheme:light dark}</style><h1>${heading}</h1>` +
    `<p>${text}, or go to the <a href="/">front page</a>.</p></html>`;
  response.writeHead(status, {
    ...headers,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': Buffer.byteLength(page),
    'Cache-Control': 'no-store',
  });
  response.end(page);
}
