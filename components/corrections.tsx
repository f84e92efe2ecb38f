import type { Article } from '../lib/catalog.ts';
import { When } from './when.tsx';

/** What was wrong and has been mended, and who checked the text. */
export function Corrections({ article }: { article: Article }) {
  const { corrections, review } = article;
  return (
    <>
      {corrections.length > 0 && (
        <section className="corrections" id="corrections" aria-labelledby="corrections-heading">
          <h2 id="corrections-heading">{corrections.length > 1 ? 'Corrections' : 'Correction'}</h2>
          {corrections.map(({ date, text }) => (
            <p key={text}>
              <When date={date} form="day" />
              {`: ${text}`}
            </p>
          ))}
        </section>
      )}
      {review && (
        <p className="meta">
          {`Checked by ${review.by} on `}
          <When date={review.date} form="day" />
          {review.due && (
            <>
              {'; to be checked again by '}
              <When date={review.due} form="day" />
            </>
          )}
          .
        </p>
      )}
    </>
  );
}
