import { site } from '../lib/site.ts';

/** The foot of every page. */
export function Colophon() {
  return (
    <footer className="colophon">
      <p className="nameplate">{site.name}</p>
      <p>{site.description}</p>
      <p>{`${site.banner.lead} ${site.banner.text}`}</p>
      <nav aria-label="About the site">
        {site.footer.map(({ href, text }) => (
          <a key={href} href={href}>
            {text}
          </a>
        ))}
      </nav>
    </footer>
  );
}
