import { topicOf } from '../lib/site.ts';
import { urls } from '../lib/urls.ts';

/** The topic's name in its colour, leading to its list. */
export function TopicLabel({ id }: { id: string }) {
  return (
    <a className={`kicker topic-${id}`} href={urls.topic(id)}>
      {topicOf(id)?.name ?? id}
    </a>
  );
}
