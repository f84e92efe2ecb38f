import type { Article } from '../lib/catalog.ts';
import { messages } from '../lib/messages.ts';
import { urls } from '../lib/urls.ts';
import { Picture } from './picture.tsx';
import { Time } from './time.tsx';
import { TopicLabel } from './topic-label.tsx';

type Props = {
  article: Article;
  /** `lead` heads a page, `card` is for a grid, `row` for a list with its picture aside, `line` is a headline alone. */
  form: 'lead' | 'card' | 'row' | 'line';
  /** The heading's level, for the order of headings on the page. */
  level: 2 | 3;
  /** Whether its topic is named, which a topic's own list need not say on each line. */
  withTopic?: boolean;
  /** Which part of its date a reader needs here. */
  when?: 'short' | 'time';
  /** An address that holds the picture itself, for the first of a page. */
  inlineSrc?: string | undefined;
  /** How many comments it has; nothing is said of none. */
  commentCount?: number | undefined;
};

/** How wide each form shows the picture, as the style sheet's columns say, and at most in pixels on a wide screen. */
const SIZES = {
  lead: { sizes: '(min-width: 62rem) 31rem, 100vw', most: 500 },
  card: { sizes: '(min-width: 62rem) 22rem, (min-width: 36rem) 45vw, 100vw', most: 350 },
  row: { sizes: '(min-width: 48rem) 13rem, 6rem', most: 210 },
};

/** An article in a list. Its headline is the link, which the style sheet stretches over the whole of it. */
export function Story({
  article,
  form,
  level,
  withTopic = true,
  when = 'short',
  inlineSrc,
  commentCount = 0,
}: Props) {
  const Heading = `h${level}` as const;
  const { cover } = article;
  return (
    <article className={`story ${form}`}>
      {cover && form !== 'line' && (
        <Picture
          picture={cover}
          width={1600}
          height={900}
          sizes={SIZES[form].sizes}
          widest={SIZES[form].most}
          first={form === 'lead'}
          inlineSrc={inlineSrc}
          alt=""
        />
      )}
      <div>
        <p className="meta">
          {withTopic && (
            <>
              <TopicLabel id={article.topic} />{' '}
            </>
          )}
          <Time date={article.date} form={when} />
          {commentCount > 0 && ` · ${messages.comments.count(commentCount)}`}
        </p>
        <Heading>
          <a href={urls.article(article.slug)}>{article.title}</a>
        </Heading>
        {(form === 'lead' || form === 'row') && <p className="standfirst">{article.excerpt}</p>}
        {form === 'lead' && (
          <p className="meta">{`${bylineOf(article)} · ${messages.lists.minutes(article.minutes)}`}</p>
        )}
      </div>
    </article>
  );
}

function bylineOf({ authors }: Article): string {
  return messages.article.by(authors.map(({ name }) => name).join(', ')).join('');
}
