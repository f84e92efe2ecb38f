import { messages } from '../lib/messages.ts';
import { site } from '../lib/site.ts';
import { urls } from '../lib/urls.ts';
import { Phrase } from './phrase.tsx';
import { Time } from './time.tsx';

type Props = {
  /** Of the page, with its query; undefined when it is not known. */
  path?: string | undefined;
  /** When a live article last appeared or changed, which the front page says; undefined when none is live. */
  lastChange: Date | undefined;
  /** Whether the content has the page that the banner links to. */
  hasDisclaimer: boolean;
};

export function Masthead({ path, lastChange, hasDisclaimer }: Props) {
  const { banner } = site;
  const shown = path?.split('?', 1)[0];
  const current = (href: string) => (href === shown ? 'page' : undefined);
  return (
    <>
      {banner && (
        <aside className="banner" aria-label={messages.frame.banner}>
          <p>
            <strong>{banner.lead}</strong> {banner.text}{' '}
            {hasDisclaimer && <a href={banner.link.href}>{banner.link.text}</a>}
          </p>
        </aside>
      )}
      <header className="masthead">
        <p className="nameplate">
          <a href="/">
            <img src={site.author.picture.src} alt="" width="56" height="56" loading="lazy" />
            <span>{site.name}</span>
          </a>
        </p>
        <p className="tagline">{site.tagline}</p>
        {lastChange && shown === urls.home() && (
          <p className="updated meta">
            <Phrase pieces={messages.frame.updated(<Time date={lastChange} form="zoned" />)} />
          </p>
        )}
        <nav className="sections" aria-label={messages.frame.sections}>
          <ul>
            {[
              { href: urls.latest(), name: messages.frame.latest },
              ...site.topics.map(({ id, name }) => ({ href: urls.topic(id), name })),
            ].map(({ href, name }) => (
              <li key={href}>
                <a href={href} aria-current={current(href)}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
          <a href={urls.search()} aria-current={current(urls.search())}>
            {messages.frame.search}
          </a>
        </nav>
      </header>
    </>
  );
}
