import { site } from '../lib/site.ts';
import { urls } from '../lib/urls.ts';
import { When } from './when.tsx';

type Props = {
  /** When a live article last appeared or changed; undefined when none is live. */
  lastChange: Date | undefined;
  /** Whether the content has the page that the banner links to. */
  hasDisclaimer: boolean;
};

export function Masthead({ lastChange, hasDisclaimer }: Props) {
  return (
    <>
      <aside className="banner" aria-label="Whose site this is not">
        <p>
          <strong>{site.banner.lead}</strong> {site.banner.text}{' '}
          {hasDisclaimer && <a href={site.banner.link.href}>{site.banner.link.text}</a>}
        </p>
      </aside>
      <header className="masthead">
        <p className="nameplate">
          <a href="/">
            <img src={site.author.picture.src} alt="" width="56" height="56" loading="lazy" />
            <span>{site.name}</span>
          </a>
        </p>
        <p className="tagline">{site.tagline}</p>
        <p className="updated">
          {lastChange && (
            <>
              Updated <When date={lastChange} form="minute" />
            </>
          )}
        </p>
        <nav className="sections" aria-label="Sections">
          <a href={urls.latest()}>Latest</a>
          {site.topics.map((topic) => (
            <a key={topic.id} href={urls.topic(topic.id)}>
              {topic.name}
            </a>
          ))}
          <a href={urls.search()}>Search</a>
        </nav>
      </header>
    </>
  );
}
