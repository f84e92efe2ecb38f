/**
 * Takes the client runtime out of a finished page: every script that would run, and the hints to fetch one. What
 * stays is data (JSON-LD, speculation rules) and the site's own module, which says so with `data-keep`.
 *
 * A plain search is enough, because this is HTML that React wrote: a text can hold no `<script`, only `&lt;script`,
 * and the framework and `toScript` write every `<` inside a script as `\u003c`.
 */
export function stripRuntime(html: string): string {
  return html
    .replace(/<script\b([^>]*)>[\s\S]*?<\/script>/g, (whole, attributes: string) =>
      KEPT.test(attributes) ? whole : '',
    )
    .replace(/<link\b[^>]*>/g, (tag) => (/\bas="script"|\brel="modulepreload"/.test(tag) ? '' : tag))
    .replace(/<!--\/?(?:\$[!?~]?|&)?-->/g, '');
}

const KEPT = /\btype="(?:application\/ld\+json|speculationrules)"|\bdata-keep=/;
