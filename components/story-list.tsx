import type { ReactNode } from 'react';
import type { Article } from '../lib/catalog.ts';
import { Story } from './story.tsx';

type Props = {
  id: string;
  heading: string;
  articles: Article[];
  form: 'card' | 'line';
  /** Whether each article says its topic. */
  withTopic?: boolean;
  note?: ReactNode;
  /** Where the heading leads. */
  href?: string;
  /** How many replies each has, by slug. */
  commentCounts?: ReadonlyMap<string, number> | undefined;
};

/** A headed group of articles; nothing when there are none. */
export function StoryList({
  id,
  heading,
  articles,
  form,
  withTopic = true,
  note,
  href,
  commentCounts,
}: Props) {
  if (articles.length === 0) return null;
  return (
    <section className={`${form}s`} id={id} aria-labelledby={`${id}-heading`}>
      <h2 id={`${id}-heading`}>{href ? <a href={href}>{heading}</a> : heading}</h2>
      {note && <p className="meta">{note}</p>}
      <ol>
        {articles.map((article) => (
          <li key={article.slug}>
            <Story
              article={article}
              form={form}
              level={3}
              withTopic={withTopic}
              commentCount={commentCounts?.get(article.slug)}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}
