import type { Found } from '../lib/catalog.ts';
import { urls } from '../lib/urls.ts';
import { Highlighted } from './highlighted.tsx';
import { Time } from './time.tsx';
import { TopicLabel } from './topic-label.tsx';

/** What a search has found, each with the passage where its words stand. */
export function SearchResults({ found }: { found: Found[] }) {
  return found.map(({ slug, topic, date, marked }) => (
    <article key={slug} className="story row found">
      <div>
        <p className="meta">
          <TopicLabel id={topic} /> <Time date={date} />
        </p>
        <h2>
          <a href={urls.article(slug)}>
            <Highlighted pieces={marked.title} />
          </a>
        </h2>
        <p className="standfirst">
          <Highlighted pieces={marked.passage} />
        </p>
      </div>
    </article>
  ));
}
