import type { Article } from '../lib/catalog.ts';
import { site, topicOf } from '../lib/site.ts';

/**
 * The text in the signs that the typeface has: for any other, Satori would ask hosts on the internet for another one.
 * An accented letter that is not there keeps its letter; what is left without a sign is left out.
 */
function printable(text: string): string {
  return [...text.normalize('NFC')]
    .map((sign) => (LATIN.test(sign) ? sign : sign.normalize('NFD').replace(/\p{M}/gu, '')))
    .filter((sign) => [...sign].every((part) => LATIN.test(part)))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What `@fontsource/newsreader` calls latin, as far as headlines need it. */
const LATIN =
  /^[\u0020-\u007e\u00a0-\u00ff\u0131\u0152\u0153\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u20ac\u2122]$/;

type Props = {
  /** Undefined on the site's own card. */
  article: Article | undefined;
  /** JPEG bytes, 1200 by 630 pixels. */
  cover: Uint8Array | undefined;
};

/** The picture that stands for a page when it is shared. Drawn by Satori, which knows flex boxes and no classes. */
export function SocialCard({ article, cover }: Props) {
  const { paper, ink, quiet } = site.colours.light;
  const topic = article && topicOf(article.topic);
  const title = printable(article?.title ?? '') || site.name;
  return (
    <div
      style={{
        display: 'flex',
        width: '100%',
        height: '100%',
        background: paper,
        color: ink,
        fontFamily: 'Newsreader',
      }}
    >
      <div style={{ display: 'flex', flexDirection: 'column', flex: 1, padding: '56px 48px 48px 64px' }}>
        <div
          style={{
            display: 'flex',
            fontSize: 28,
            fontWeight: 600,
            color: topic?.colour.light ?? quiet,
            borderTop: `6px solid ${topic?.colour.light ?? ink}`,
            paddingTop: 16,
          }}
        >
          {topic?.name ?? site.region}
        </div>
        <div
          style={{
            display: 'flex',
            flex: 1,
            alignItems: 'center',
            fontSize: title.length > 60 ? 52 : 62,
            fontWeight: 600,
            lineHeight: 1.08,
          }}
        >
          {title}
        </div>
        <div style={{ display: 'flex', fontSize: 26, color: quiet }}>
          {article ? site.name : site.tagline}
        </div>
      </div>
      {cover && (
        <img
          src={`data:image/jpeg;base64,${Buffer.from(cover).toString('base64')}`}
          alt=""
          width={480}
          height={630}
          style={{ objectFit: 'cover' }}
        />
      )}
    </div>
  );
}
