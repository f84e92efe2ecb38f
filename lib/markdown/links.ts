import type { Element, Root } from 'hast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { quoted } from '../problem.ts';
import { isPlaceOfPage } from './headings.ts';

/** Marks links that leave the site, makes whole addresses of this site into paths, and names the dead ones. */
export function links(tree: Root, file: VFile): void {
  const surroundings = file.data.surroundings;
  if (!surroundings) throw new Error('The Markdown pipeline was started without its surroundings.');
  const places = new Set<string>();
  const within: { node: Element; place: string }[] = [];
  visit(tree, 'element', (node) => {
    if (typeof node.properties.id === 'string') places.add(node.properties.id);
    if (node.tagName !== 'a' || typeof node.properties.href !== 'string') return;
    const url = node.properties.href.trim();
    if (url.startsWith('#')) {
      within.push({ node, place: decoded(url.slice(1)) });
      return;
    }
    const target = url === '' ? null : URL.parse(url, surroundings.origin);
    if (target && /^(?:mailto|tel):$/.test(target.protocol)) {
      node.properties.href = target.href;
      return;
    }
    if (!target || !/^https?:$/.test(target.protocol)) {
      const message = file.message(`The link ${quoted(decoded(url))} cannot be followed`, node);
      message.note = 'Use an address that starts with https://, or a path of this site.';
      return;
    }
    if (target.origin !== surroundings.origin) {
      node.properties.href = target.href;
      node.properties.rel = ['external', 'noopener'];
      return;
    }
    // Two slashes at its start would make a path the address of another host.
    node.properties.href = target.pathname.replace(/^\/+/, '/') + target.search + target.hash;
    if (!surroundings.leadsSomewhere(target.pathname)) {
      const message = file.message(`The link ${quoted(decoded(url))} leads to no page of this site`, node);
      message.note = target.pathname.startsWith('/media/')
        ? 'Put the file into content/media, or correct its path.'
        : 'Correct the address; an article is /news/ and its file name without .md.';
    }
  });
  for (const { node, place } of within) {
    if (places.has(place) || isPlaceOfPage(place, surroundings.sources)) continue;
    const message = file.message(`The link ${quoted(`#${place}`)} leads to no place of this page`, node);
    message.note =
      'A heading is linked to by its words in small letters with hyphens, such as #what-it-costs.';
  }
}

/** As it was typed: the parser has encoded what an address cannot hold. */
function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
