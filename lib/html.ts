/** HTML as text: for the few places that change a finished document without building a tree of it. */

/** What may stand between a tag's name and its end: anything outside quotes but an angle, and whatever quotes hold. */
export const ATTRIBUTES = /(?:[^"'>]|"[^"]*"|'[^']*')*/.source;

const TAG = new RegExp(`<[a-z][a-z0-9]*\\b${ATTRIBUTES}>`, 'gi');

/** Rewrites the values of attributes, in tags alone: a text that only reads like one stays as it is. */
export function mapAttributes(html: string, change: (name: string, value: string) => string): string {
  return html.replace(TAG, (tag) =>
    tag.replace(
      /\s([a-z-]+)="([^"]*)"/gi,
      (_, name: string, value: string) => ` ${name}="${change(name, value)}"`,
    ),
  );
}
