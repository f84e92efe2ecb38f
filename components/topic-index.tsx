import { messages } from '../lib/messages.ts';
import { topicOf } from '../lib/site.ts';
import { urls } from '../lib/urls.ts';

/** The site's topics, with how many articles each has. */
export function TopicIndex({ counts }: { counts: { id: string; count: number }[] }) {
  return (
    <section className="topic-index" aria-labelledby="topics-heading">
      <h2 id="topics-heading">{messages.lists.topics}</h2>
      <ul>
        {counts.map(({ id, count }) => (
          <li key={id} className={`topic-${id}`}>
            <a href={urls.topic(id)}>{topicOf(id)?.name ?? id}</a>
            <span className="meta">{` ${messages.numbers.number(count)}`}</span>
            <p>{topicOf(id)?.description}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
