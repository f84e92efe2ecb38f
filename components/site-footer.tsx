import { messages } from '../lib/messages.ts';
import { site } from '../lib/site.ts';
import { urls } from '../lib/urls.ts';

/** @param links those of the site's footer that lead somewhere */
export function SiteFooter({ links }: { links: readonly { href: string; text: string }[] }) {
  return (
    <footer className="colophon">
      <p className="nameplate">{site.name}</p>
      <p>{site.description}</p>
      {site.banner && <p>{`${site.banner.lead} ${site.banner.text}`}</p>}
      <nav aria-label={messages.frame.about}>
        <ul>
          {[...site.topics.map(({ id, name }) => ({ href: urls.topic(id), text: name })), ...links].map(
            ({ href, text }) => (
              <li key={href}>
                <a href={href}>{text}</a>
              </li>
            ),
          )}
          {site.licence && (
            <li>
              <a rel="license" href={site.licence.href}>
                {site.licence.text}
              </a>
            </li>
          )}
        </ul>
      </nav>
    </footer>
  );
}
