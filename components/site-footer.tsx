import { messages } from '../lib/messages.ts';
import { site } from '../lib/site.ts';

/** @param links those of the site's footer that lead somewhere */
export function SiteFooter({ links }: { links: readonly { href: string; text: string }[] }) {
  return (
    <footer className="colophon">
      <p className="nameplate">{site.name}</p>
      <p>{site.description}</p>
      {site.banner && <p>{`${site.banner.lead} ${site.banner.text}`}</p>}
      <nav aria-label={messages.frame.about}>
        {links.map(({ href, text }) => (
          <a key={href} href={href}>
            {text}
          </a>
        ))}
      </nav>
    </footer>
  );
}
