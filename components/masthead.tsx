import { messages } from '../lib/messages.ts';
import { site } from '../lib/site.ts';
import { urls } from '../lib/urls.ts';
import { Phrase } from './phrase.tsx';
import { Time } from './time.tsx';

type Props = {
  /** When a live article last appeared or changed; undefined when none is live. */
  lastChange: Date | undefined;
  /** Whether the content has the page that the banner links to. */
  hasDisclaimer: boolean;
};

export function Masthead({ lastChange, hasDisclaimer }: Props) {
  const { banner } = site;
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
        <p className="updated">
          {lastChange && <Phrase pieces={messages.frame.updated(<Time date={lastChange} form="minute" />)} />}
        </p>
        <nav className="sections" aria-label={messages.frame.sections}>
          <a href={urls.latest()}>{messages.frame.latest}</a>
          {site.topics.map((topic) => (
            <a key={topic.id} href={urls.topic(topic.id)}>
              {topic.name}
            </a>
          ))}
          <a href={urls.search()}>{messages.frame.search}</a>
        </nav>
      </header>
    </>
  );
}
