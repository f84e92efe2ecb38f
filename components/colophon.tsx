import { site } from '../lib/site.ts';

/** @param links those of the site's footer that lead somewhere */
export function Colophon({ links }: { links: readonly { href: string; text: string }[] }) {
  return (
    <footer className="colophon">
      <p className="nameplate">{site.name}</p>
      <p>{site.description}</p>
      <p>{`${site.banner.lead} ${site.banner.text}`}</p>
      <nav aria-label="About the site">
        {links.map(({ href, text }) => (
          <a key={href} href={href}>
            {text}
          </a>
        ))}
      </nav>
    </footer>
  );
}
