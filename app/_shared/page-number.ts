import { notFound, permanentRedirect } from 'next/navigation';

/**
 * The number behind a list's address: none is the first page, and `1` leads to the address without it.
 * @param segments what the optional catch-all matched
 * @param href the list's address for a page
 */
export function pageNumber(segments: string[] | undefined, href: (page: number) => string): number {
  if (!segments) return 1;
  const [only, ...others] = segments;
  if (only === undefined || others.length > 0 || !/^[1-9]\d{0,5}$/.test(only)) notFound();
  if (only === '1') permanentRedirect(href(1));
  return Number(only);
}
