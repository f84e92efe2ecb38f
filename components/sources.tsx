import type { Source } from '../lib/catalog.ts';
import { messages } from '../lib/messages.ts';
import { Phrase } from './phrase.tsx';
import { Time } from './time.tsx';

type Props = {
  sources: Source[];
  /** The text, whose first mention of a source the source leads back to. */
  html?: string;
};

/** The numbered sources that the text cites as [1], [2] and so on. */
export function Sources({ sources, html = '' }: Props) {
  if (sources.length === 0) return null;
  return (
    <section
      className="sources"
      id="sources"
      aria-labelledby="sources-heading"
      // The place that a phone keeps for them until it lays them out.
      style={{ containIntrinsicBlockSize: `auto ${4 + 7 * sources.length}rem` }}
    >
      <h2 id="sources-heading">{messages.article.sources}</h2>
      <ol>
        {sources.map((source, place) => (
          <li key={source.title} id={`source-${place + 1}`}>
            <a rel="external noopener" href={source.url ?? `https://doi.org/${source.doi}`}>
              {source.title}
            </a>
            {source.publisher && `, ${source.publisher}`}
            {source.doi && source.url && (
              <>
                {', '}
                <a rel="external noopener" href={`https://doi.org/${source.doi}`}>{`doi:${source.doi}`}</a>
              </>
            )}
            {source.doi && !source.url && `, doi:${source.doi}`}
            {source.accessed && (
              <>
                {', '}
                <Phrase pieces={messages.article.read(<Time date={source.accessed} form="day" />)} />
              </>
            )}
            {html.includes(`id="cite-${place + 1}"`) && (
              <>
                {' '}
                <a href={`#cite-${place + 1}`} aria-label={messages.text.backToText(String(place + 1))}>
                  ↩
                </a>
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
