import type { Article } from '../lib/catalog.ts';
import { messages } from '../lib/messages.ts';
import { Phrase } from './phrase.tsx';
import { Time } from './time.tsx';

/** What was wrong and has been corrected, and who checked the text. */
export function Corrections({ article }: { article: Article }) {
  const { corrections, review } = article;
  return (
    <>
      {corrections.length > 0 && (
        <section className="corrections" id="corrections" aria-labelledby="corrections-heading">
          <h2 id="corrections-heading">{messages.article.corrections(corrections.length)}</h2>
          {corrections.map(({ date, text }) => (
            <p key={text}>
              <Time date={date} form="day" />
              {`: ${text}`}
            </p>
          ))}
        </section>
      )}
      {review && (
        <p className="meta">
          <Phrase
            pieces={messages.article.checked(
              review.by,
              <Time date={review.date} form="day" />,
              review.due && <Time date={review.due} form="day" />,
            )}
          />
        </p>
      )}
    </>
  );
}
