/** XML as template strings: what is put between tags or quotes goes through `text`. */

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

export const xml = {
  /** Escapes text for an element or an attribute, and drops the characters that XML 1.0 cannot hold. */
  text(value: string): string {
    return value
      .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
      .replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
  },
  /** `<name>escaped text</name>`, or nothing for undefined. */
  element(name: string, value: string | undefined): string {
    return value === undefined ? '' : `<${name}>${xml.text(value)}</${name}>`;
  },
  document(root: string): string {
    return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
  },
};
