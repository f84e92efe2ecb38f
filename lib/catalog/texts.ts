import { type Article, LIVE, type Queries, type StoredText, textFromRow } from '../catalog-database.ts';
import { renderMarkdown, type Surroundings, type Text } from '../markdown.ts';

/** The texts themselves, rendered when they are asked for. */

/** Rendered texts that are kept: a feed asks for the same thirty each time. */
const MAX_KEPT = 200;

/** The rendered texts that were asked for last, by the hash of what they were rendered from. */
export class RenderedTexts {
  readonly #kept = new Map<string, Promise<Text>>();

  /** Concurrent askers share one rendering; the oldest is evicted when there are too many. */
  get(hash: string, render: () => Promise<Text>): Promise<Text> {
    const known = this.#kept.get(hash);
    if (known) return known;
    const rendered = render();
    rendered.catch(() => this.#kept.delete(hash));
    this.#kept.set(hash, rendered);
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return rendered;
  }
}

/** What texts may refer to; how many sources a text has is its own matter. */
export type TextSurroundings = Omit<Surroundings, 'sources'>;

export class Texts {
  readonly #queries: Queries;
  readonly #surroundings: TextSurroundings;
  readonly #rendered: RenderedTexts;

  constructor(queries: Queries, surroundings: TextSurroundings, rendered: RenderedTexts) {
    this.#queries = queries;
    this.#surroundings = surroundings;
    this.#rendered = rendered;
  }

  async ofArticle({ slug, sources }: Article): Promise<Text | undefined> {
    const found = this.#queries.row(
      `SELECT path, hash, body, line FROM articles JOIN bodies USING (id) WHERE slug = :slug AND ${LIVE}`,
      { slug },
    );
    return found && this.#rememberedText(textFromRow(found), sources.length);
  }

  async ofProfile(kind: 'author' | 'page', slug: string): Promise<Text | undefined> {
    const found = this.#queries.row(
      'SELECT path, hash, body, line FROM profiles WHERE kind = :kind AND slug = :slug',
      { kind, slug },
    );
    return found && this.#rememberedText(textFromRow(found), 0);
  }

  /** @param sources how many numbered sources the text has */
  render(text: StoredText, sources: number, more?: Partial<Surroundings>): Promise<Text> {
    return renderMarkdown(text.body, text.path, text.line, {
      ...this.#surroundings,
      sources,
      // An author's text is shown under each of the author's articles.
      ...(text.path.startsWith('authors/') && { idPrefix: 'author-text-' }),
      ...more,
    });
  }

  /** A text with pictures also depends on their files, so it is rendered each time. */
  #rememberedText(text: StoredText, sources: number): Promise<Text> {
    const render = () => this.render(text, sources);
    return /!\[|<img/i.test(text.body) ? render() : this.#rendered.get(text.hash, render);
  }
}
