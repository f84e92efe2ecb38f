import type { DatabaseSync } from 'node:sqlite';
import type { Media } from '../media.ts';
import { type Ask, LIVE } from './ask.ts';
import type { Surroundings, Text } from './markdown.ts';
import type { Pace } from './pace.ts';
import { proofread } from './proofread.ts';
import { type Article, type StoredText, textFromRow } from './rows.ts';

/** The texts themselves, rendered when they are asked for. */

/** How many rendered texts are kept: a feed asks for the same thirty each time. */
const KEPT = 200;

/** The rendered texts that were asked for last, by the hash of what they were rendered from. */
export type RenderedTexts = ReturnType<typeof keepRenderedTexts>;
export const keepRenderedTexts = () => remember<Text>(KEPT);

type Around = {
  origin: string;
  leadsSomewhere: (path: string) => boolean;
  media: Media;
  rendered: RenderedTexts;
  now: () => Date;
};

export function makeTexts(
  database: DatabaseSync,
  ask: Ask,
  { origin, leadsSomewhere, media, rendered, now }: Around,
) {
  const surroundings = (sources: number): Surroundings => ({
    imageSize: media.find,
    leadsSomewhere,
    origin,
    sources,
  });
  async function make(text: StoredText, sources: number, more?: Partial<Surroundings>): Promise<Text> {
    // Remark is many modules, and who only syncs needs none of them.
    const { renderMarkdown } = await import('./markdown.ts');
    return renderMarkdown(text.body, text.path, text.line, {
      ...surroundings(sources),
      // An author's text is shown under each of the author's articles.
      ...(text.path.startsWith('authors/') && { idPrefix: 'author-text-' }),
      ...more,
    });
  }

  /** A text with pictures also depends on their files, so it is made each time. */
  const render = (text: StoredText, sources: number) =>
    /!\[|<img/i.test(text.body) ? make(text, sources) : rendered(text.hash, () => make(text, sources));

  async function leafText(kind: 'author' | 'page', slug: string): Promise<Text | undefined> {
    const found = ask.row('SELECT path, hash, body, line FROM leaves WHERE kind = :kind AND slug = :slug', {
      kind,
      slug,
    });
    return found && render(textFromRow(found), 0);
  }

  return {
    /** Renders a live article's text; undefined when the article is not live any more. */
    async text(article: Article): Promise<Text | undefined> {
      const found = ask.row(
        `SELECT path, hash, body, line FROM articles JOIN bodies USING (id) WHERE slug = :slug AND ${LIVE}`,
        { slug: article.slug },
      );
      return found && render(textFromRow(found), article.sources.length);
    },

    /** What the author's file says, rendered; undefined when there is no file. */
    authorText: (id: string) => leafText('author', id),

    /** A static page's text, rendered; undefined when there is no such page. */
    pageText: (slug: string) => leafText('page', slug),

    /**
     * Reads the texts that have changed, live or not, for dead links, missing pictures and the like, and keeps what it
     * found for `problems`. It takes milliseconds an article, so it is not part of a sync.
     * @returns how many files were read
     */
    proofread(pace?: Pace): Promise<number> {
      const readers = {
        render: (text: StoredText, sources: number) => make(text, sources, { pictureProblem: media.problem }),
        isAuthor: (id: string) => ask.author(id) !== undefined,
        isArticle: (slug: string) =>
          ask.row(
            'SELECT 1 FROM articles WHERE slug = :slug UNION ALL SELECT 1 FROM aliases WHERE alias = :slug',
            { slug },
          ) !== undefined,
        now,
        pictureProblem: media.problem,
      };
      return proofread(database, readers, pace);
    },
  };
}

/** Keeps what was made by key; the oldest goes when there are more than `most`. Concurrent askers share one making. */
function remember<Value>(most: number) {
  const kept = new Map<string, Promise<Value>>();
  return (key: string, make: () => Promise<Value>): Promise<Value> => {
    const known = kept.get(key);
    if (known) return known;
    const made = make();
    made.catch(() => kept.delete(key));
    kept.set(key, made);
    const oldest = kept.keys().next().value;
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return made;
  };
}
