import type { Article } from '../lib/catalog.ts';
import { dates } from '../lib/dates.ts';
import { Story } from './story.tsx';
import { Time } from './time.tsx';

/** Articles under the days on which they appeared; they come in order, the newest first. */
export function DayList({
  articles,
  commentCounts,
}: {
  articles: Article[];
  commentCounts?: ReadonlyMap<string, number>;
}) {
  const days = Map.groupBy(articles, (article) => dates.key(article.date));
  return [...days].map(([key, ofDay]) => (
    <section key={key} className="day">
      <h3>{ofDay[0] && <Time date={ofDay[0].date} form="weekday" />}</h3>
      {ofDay.map((article) => (
        <Story
          key={article.slug}
          article={article}
          form="row"
          level={3}
          when="time"
          commentCount={commentCounts?.get(article.slug)}
        />
      ))}
    </section>
  ));
}
