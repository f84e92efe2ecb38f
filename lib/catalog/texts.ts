import { type Article, LIVE, type StoredText, textFromRow } from '../catalog-database.ts';
import type { Text } from '../markdown.ts';
import { LongTexts, MAX_SHORT_LENGTH } from './long-texts.ts';
import { renderText, type TextJob, type TextSources } from './text-job.ts';
import type { LongTextJob } from './text-thread.ts';

/** The texts themselves, rendered when they are asked for. */

/** Rendered texts that are kept: a feed asks for the same thirty each time. */
const MAX_KEPT = 200;

/** The rendered texts that were asked for last, by the hash of what they were rendered from. */
export class RenderedTexts {
  readonly #kept = new Map<string, Promise<Text>>();
  readonly #pending = new Map<string, Promise<Text>>();

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

  /** Concurrent askers share one rendering, which is not kept: it depends on more than the hash says. */
  share(hash: string, render: () => Promise<Text>): Promise<Text> {
    const pending = this.#pending.get(hash) ?? render().finally(() => this.#pending.delete(hash));
    this.#pending.set(hash, pending);
    return pending;
  }
}

/** One thread for all catalogs. */
const longTexts = new LongTexts();

/** Where texts are, and what they may refer to. */
export type TextOptions = TextSources & Pick<LongTextJob, 'place'> & { clock: () => Date };

export class Texts {
  readonly #options: TextOptions;
  readonly #rendered: RenderedTexts;

  constructor(options: TextOptions, rendered: RenderedTexts) {
    this.#options = options;
    this.#rendered = rendered;
  }

  async ofArticle({ slug, sources }: Article): Promise<Text | undefined> {
    const found = this.#options.queries.row(
      `SELECT path, hash, body, line FROM articles JOIN bodies USING (id) WHERE slug = :slug AND ${LIVE}`,
      { slug },
    );
    return found && this.#rememberedText(textFromRow(found), sources.length);
  }

  async ofProfile(kind: 'author' | 'page', slug: string): Promise<Text | undefined> {
    const found = this.#options.queries.row(
      'SELECT path, hash, body, line FROM profiles WHERE kind = :kind AND slug = :slug',
      { kind, slug },
    );
    return found && this.#rememberedText(textFromRow(found), 0);
  }

  render(job: TextJob): Promise<Text> {
    if (job.text.body.length <= MAX_SHORT_LENGTH) return renderText(job, this.#options);
    const { place, clock } = this.#options;
    return longTexts.render({ ...job, place, now: clock().getTime() });
  }

  /** A text with pictures also depends on their files, so it is rendered each time. */
  #rememberedText(text: StoredText, sources: number): Promise<Text> {
    const render = () => this.render({ text, sources, isProofread: false });
    const isWithPictures = /!\[|<img/i.test(text.body);
    return isWithPictures ? this.#rendered.share(text.hash, render) : this.#rendered.get(text.hash, render);
  }
}
