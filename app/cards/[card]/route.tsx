import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ImageResponse } from 'next/og';
import { CARD_FONTS, SocialCard } from '../../../components/social-card.tsx';
import { urls } from '../../../lib/urls.ts';
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

/** `/cards/<slug>.png`: an article's drawn social card; `/cards/_site.png`: the site's own. */
export async function GET(_: Request, { params }: { params: Promise<{ card: string }> }): Promise<Response> {
  const { catalog } = await getCatalog();
  const { card } = await params;
  const slug = /^([a-z0-9-]+)\.png$/.exec(card)?.[1];
  const article = slug === undefined ? undefined : catalog.article(slug);
  if (!article && urls.siteCard() !== `/cards/${card}`) return missing();
  const cover = article?.cover && (await catalog.media.cut(article.cover.src, '1200x630', 'jpg'));
  return new ImageResponse(<SocialCard article={article} cover={cover} />, {
    ...SIZE,
    fonts: await fonts(),
    headers: { 'cache-control': 'public, max-age=3600, stale-while-revalidate=86400' },
  });
}
