import type { Found } from '../lib/catalog.ts';
import { urls } from '../lib/urls.ts';
import { Marked } from './marked.tsx';
import { TopicLabel } from './topic-label.tsx';
import { When } from './when.tsx';

/** What a search has found, each with the passage where its words stand. */
export function FoundList({ found }: { found: Found[] }) {
  return found.map(({ slug, topic, date, marked }) => (
    <article key={slug} className="story row found">
      <div>
        <p className="meta">
          <TopicLabel id={topic} /> <When date={date} />
        </p>
        <h2>
          <a href={urls.article(slug)}>
            <Marked pieces={marked.title} />
          </a>
        </h2>
        <p className="standfirst">
          <Marked pieces={marked.passage} />
        </p>
      </div>
    </article>
  ));
}
