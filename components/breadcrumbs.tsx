import { Fragment } from 'react';
import { messages } from '../lib/messages.ts';
import { breadcrumbs } from '../lib/structured-data.ts';
import { JsonLd } from './json-ld.tsx';
import { TopicLabel } from './topic-label.tsx';

/** A page on the way from the front page to this one. `topic` is its id when it is the front of one. */
export type Crumb = { name: string; path: string; topic?: string };

/** The way from the front page, for readers and for search engines. Its last crumb, the page itself, is not shown. */
export function Breadcrumbs({ trail }: { trail: Crumb[] }) {
  return (
    <>
      <JsonLd data={breadcrumbs(trail)} />
      <nav className="meta" aria-label={messages.frame.breadcrumbs}>
        <a href="/">{messages.frame.home}</a>
        {trail.slice(0, -1).map(({ name, path, topic }) => (
          <Fragment key={path}>
            {' › '}
            {topic === undefined ? <a href={path}>{name}</a> : <TopicLabel id={topic} />}
          </Fragment>
        ))}
      </nav>
    </>
  );
}
