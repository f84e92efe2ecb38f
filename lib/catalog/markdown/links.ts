import type { Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';

/** Marks links that leave the site, makes whole addresses of this site into paths, and names the dead ones. */
export function links() {
  return (tree: Root, file: VFile) => {
    const surroundings = file.data.surroundings;
    if (!surroundings) throw new Error('The Markdown pipeline was started without its surroundings.');
    visit(tree, 'link', (node) => {
      const { url } = node;
      if (url.startsWith('#')) return;
      const target = url === '' ? null : URL.parse(url, surroundings.origin);
      if (target && /^(?:mailto|tel):$/.test(target.protocol)) {
        node.url = target.href;
        return;
      }
      if (!target || !/^https?:$/.test(target.protocol)) {
        const message = file.message(`The link ${shorten(url)} cannot be followed`, node);
        message.note = 'Use an address that starts with https://, or a path of this site.';
        return;
      }
      if (target.origin !== surroundings.origin) {
        node.url = target.href;
        node.data = { hProperties: { rel: ['external', 'noopener'] } };
        return;
      }
      // Two slashes at its start would make a path the address of another host.
      node.url = target.pathname.replace(/^\/+/, '/') + target.search + target.hash;
      if (!surroundings.leadsSomewhere(target.pathname)) {
        const message = file.message(`The link ${shorten(url)} leads to no page of this site`, node);
        message.note = target.pathname.startsWith('/media/')
          ? 'Put the file into content/media, or correct its path.'
          : 'Correct the address; an article is /news/ and its file name without .md.';
      }
    });
  };
}

function shorten(url: string): string {
  return url.length > 80 ? `${url.slice(0, 80)}…` : url;
}
