/** HTML as text: for the few places that change a finished document without building a tree of it. */

/** What may stand between a tag's name and its end: anything outside quotes but an angle, and whatever quotes hold. */
export const ATTRIBUTES = /(?:[^"'>]|"[^"]*"|'[^']*')*/.source;

const TAG_START = /<[a-z][a-z0-9]*\b/gi;
const REST_OF_TAG = new RegExp(`${ATTRIBUTES}>`, 'y');

/** Rewrites the values of attributes, in tags alone: a text that only reads like one stays as it is. */
export function mapAttributes(html: string, change: (name: string, value: string) => string): string {
  let changed = '';
  let done = 0;
  TAG_START.lastIndex = 0;
  for (let start = TAG_START.exec(html); start; start = TAG_START.exec(html)) {
    REST_OF_TAG.lastIndex = TAG_START.lastIndex;
    // What no angle closes goes on to the end: there is no other tag in it.
    const [rest] = REST_OF_TAG.exec(html) ?? [];
    if (rest === undefined) break;
    const end = REST_OF_TAG.lastIndex;
    changed += html.slice(done, TAG_START.lastIndex) + inTag(rest, change);
    done = end;
    TAG_START.lastIndex = end;
  }
  return changed + html.slice(done);
}

function inTag(attributes: string, change: (name: string, value: string) => string): string {
  return attributes.replace(
    /\s([a-z-]{1,60})="([^"]*)"/gi,
    (_, name: string, value: string) => ` ${name}="${change(name, value)}"`,
  );
}
