import type { Article } from '../lib/catalog.ts';
import { messages } from '../lib/messages.ts';
import { site, topicOf } from '../lib/site.ts';

/**
 * The text in the characters that the typeface has: for any other, Satori would ask hosts on the internet for another
 * one. Some are written in another way that means the same, and an accented letter keeps its letter.
 * @returns undefined when a character is left that cannot be written: a title without it would say something else
 */
function printable(text: string): string | undefined {
  const spelled = text
    .normalize('NFC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}\ufeff]/gu, (character) =>
      /\s/.test(character) ? ' ' : '',
    )
    .replace(/\p{Extended_Pictographic}/gu, (picture) => (TYPEFACE.test(picture) ? picture : ''))
    .replace(/[\xb2\xb3\xb9\u2070\u2074-\u208e]+/g, raised)
    .replace(
      /(\d?)([\u2150-\u215e])/g,
      (_, digit: string, part: string) => `${digit && `${digit} `}${part.normalize('NFKD')}`,
    );
  const written = [...spelled].map((character) => {
    if (TYPEFACE.test(character)) return character;
    if (/\s/.test(character)) return ' ';
    const plain = SPELLED.get(character) ?? plainOf(character);
    return plain !== '' && [...plain].every((part) => TYPEFACE.test(part)) ? plain : undefined;
  });
  // A single Greek letter is spelled by its name, but a word of them does not.
  if (/\p{sc=Greek}{2}/u.test(spelled.normalize('NFD').replace(/\p{M}/gu, ''))) return undefined;
  if (written.some((character) => character === undefined)) return undefined;
  return written.join('').replace(/\s+/g, ' ').trim();
}

/** A letter without its accents; of a Greek one the name. */
function plainOf(character: string): string {
  const plain = character.normalize('NFKD').replace(/\p{M}/gu, '');
  return SPELLED.get(plain) ?? plain;
}

/** H₂O is H2O as well, but 10⁶ is not 106. */
function raised(digits: string): string {
  if (TYPEFACE.test(digits)) return digits;
  const isHigh = /[\xb2\xb3\xb9\u2070-\u207e]/.test(digits);
  return `${isHigh ? '^' : ''}${digits.normalize('NFKD').replaceAll('\u2212', '-')}`;
}

const { greek, ...signs } = messages.card;

/** Characters that the typeface has not, in words or characters that mean the same. */
const SPELLED = new Map<string, string>([
  ...greek.split(' ').flatMap((name, place): [string, string][] => [
    [String.fromCodePoint(0x3b1 + place), name],
    [String.fromCodePoint(0x391 + place), name.replace(/^./, (first) => first.toUpperCase())],
  ]),
  ['μ', 'µ'],
  ...Object.entries(signs),
  ['‐', '-'],
  ['‑', '-'],
  ['‒', '–'],
  ['―', '—'],
]);

/** What the subsets latin, latin-ext and vietnamese of `@fontsource/newsreader` have, in both weights. */
const TYPEFACE =
  /^[\u0020-\u007e\u00a0-\u0131\u0134-\u0148\u014a-\u017e\u018f\u0192\u01a0-\u01a1\u01af-\u01b0\u01c4-\u01cc\u01e6-\u01e7\u01ea-\u01eb\u01fa-\u021b\u022a-\u022d\u0230-\u0233\u0237\u0259\u1e80-\u1e85\u1e9e\u1ea0-\u1ef9\u2013-\u2014\u2018-\u201a\u201c-\u201e\u2020\u2022\u2026\u2032-\u2033\u2039-\u203a\u2044\u20a1\u20a3-\u20a4\u20a6-\u20a7\u20a9\u20ab-\u20ad\u20b1-\u20b2\u20b5\u20b9-\u20ba\u20bc-\u20bd\u2122\u2212\u2215]$/;

/** The subsets of the typeface as Satori asks for them, one after the other. */
export const CARD_FONTS = [
  { name: 'Newsreader', subset: 'latin' },
  { name: 'Newsreader Extended', subset: 'latin-ext' },
  { name: 'Newsreader Vietnamese', subset: 'vietnamese' },
] as const;

/** Pixels for the text, and the mean width of a letter of the typeface for its size. */
const WHOLE_WIDTH = 1088;
const BESIDE_COVER = 608;
const LETTER_WIDTH = 0.54;
const MIN_SIZE = 34;

/** @returns pixels: what lets the title's longest word fit in a line, down to where a word is broken instead */
function titleSize(title: string, width: number): number {
  const longest = Math.max(...title.split(/[\s-]/).map((word) => word.length));
  const fitting = Math.floor(width / (longest * LETTER_WIDTH));
  return Math.max(MIN_SIZE, Math.min(title.length > 60 ? 52 : 62, fitting));
}

type Props = {
  /** Undefined on the site's own card. */
  article: Article | undefined;
  /** JPEG bytes, 1200 by 630 pixels. */
  cover: Uint8Array | undefined;
};

/** The picture of a page where it is shared. Drawn by Satori, which knows flex boxes and no classes. */
export function SocialCard({ article, cover }: Props) {
  const { paper, ink, quiet } = site.colours.light;
  const topic = article && topicOf(article.topic);
  const title = (article && printable(article.title)) || site.name;
  return (
    <div
      style={{
        display: 'flex',
        width: '100%',
        height: '100%',
        background: paper,
        color: ink,
        fontFamily: CARD_FONTS.map(({ name }) => name).join(', '),
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
            fontSize: titleSize(title, cover ? BESIDE_COVER : WHOLE_WIDTH),
            fontWeight: 600,
            lineHeight: 1.08,
            wordBreak: 'break-word',
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
