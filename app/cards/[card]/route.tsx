import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ImageResponse } from 'next/og';
import { CARD_FONTS, SocialCard } from '../../../components/social-card.tsx';
import { getCatalog } from '../../_shared/data.ts';
import { missing } from '../../_shared/responses.ts';

const FONTS = path.join(process.cwd(), 'node_modules/@fontsource/newsreader/files');
const WEIGHTS = [400, 600] as const;
const fonts = () =>
  Promise.all(
    CARD_FONTS.flatMap(({ name, subset }) =>
      WEIGHTS.map(async (weight) => {
        const data = await readFile(path.join(FONTS, `newsreader-${subset}-${weight}-normal.woff`));
        return { name, data, weight };
      }),
    ),
  );
const SIZE = { width: 1200, height: 630 };

/** `/cards/<slug>.png`: an article's drawn social card; `/cards/site.png`: the site's own. */
export async function GET(_: Request, { params }: { params: Promise<{ card: string }> }): Promise<Response> {
  const { catalog } = await getCatalog();
  const slug = /^([a-z0-9-]+)\.png$/.exec((await params).card)?.[1];
  if (slug === undefined) return missing();
  const article = catalog.article(slug);
  if (!article && slug !== 'site') return missing();
  const cover = article?.cover && (await catalog.media.cut(article.cover.src, '1200x630', 'jpg'));
  return new ImageResponse(<SocialCard article={article} cover={cover} />, {
    ...SIZE,
    fonts: await fonts(),
    headers: { 'cache-control': 'public, max-age=3600, stale-while-revalidate=86400' },
  });
}
