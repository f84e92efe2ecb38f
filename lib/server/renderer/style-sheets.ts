import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The text of a style sheet of the site by its address, ready to stand inside a page. */
export type StyleSheets = (href: string) => string;

const ADDRESS = '/_next/';

/**
 * The style sheets of a build. Each is read once: its address changes with its text.
 * @param folder of the build
 * @returns what throws an Error for an address that is no style sheet of the build
 */
export function styleSheetsOf(folder: string): StyleSheets {
  const known = new Map<string, string>();
  return (href) => {
    let text = known.get(href);
    if (text === undefined) {
      text = read(folder, href);
      known.set(href, text);
    }
    return text;
  };
}

function read(folder: string, href: string): string {
  const { pathname } = new URL(href, 'http://build');
  if (!pathname.startsWith(ADDRESS) || !pathname.endsWith('.css'))
    throw new Error(`${href} is no style sheet of the build.`);
  const text = readFileSync(path.join(folder, pathname.slice(ADDRESS.length)), 'utf8');
  // Inside a page an address is no longer relative to the style sheet's own.
  const whole = text.replace(
    /url\((["']?)(\.\.?\/[^"')]+)\1\)/g,
    (_, quote: string, address: string) =>
      `url(${quote}${new URL(address, `http://build${pathname}`).pathname}${quote})`,
  );
  if (/<\/style/i.test(whole)) throw new Error(`${href} would end the page's style.`);
  return whole.trimEnd();
}
