import type { Article } from '../lib/catalog.ts';
import { topicOf } from '../lib/site.ts';
import { urls } from '../lib/urls.ts';
import { Story } from './story.tsx';

type Props = {
  topic: string;
  /** The first has its picture; the others are headlines. */
  articles: Article[];
  commentCounts: ReadonlyMap<string, number>;
};

/** The news of a topic on the front page. */
export function Band({ topic, articles: [first, ...others], commentCounts }: Props) {
  if (!first) return null;
  const heading = `topic-${topic}`;
  return (
    <section className={`band topic-${topic}`} aria-labelledby={heading}>
      <h2 id={heading}>
        <a href={urls.topic(topic)}>{topicOf(topic)?.name ?? topic}</a>
      </h2>
      <Story
        article={first}
        form="card"
        level={3}
        withTopic={false}
        commentCount={commentCounts.get(first.slug)}
      />
      <ol className="lines">
        {others.map((article) => (
          <li key={article.slug}>
            <Story
              article={article}
              form="line"
              level={3}
              withTopic={false}
              commentCount={commentCounts.get(article.slug)}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}
