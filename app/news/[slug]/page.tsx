import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AuthorBox } from '../../../components/author-box.tsx';
import { Breadcrumbs } from '../../../components/breadcrumbs.tsx';
import { Byline } from '../../../components/byline.tsx';
import { Corrections } from '../../../components/corrections.tsx';
import { Enhancement } from '../../../components/enhancements.tsx';
import { JsonLd } from '../../../components/json-ld.tsx';
import { Phrase } from '../../../components/phrase.tsx';
import { Picture } from '../../../components/picture.tsx';
import { Prose } from '../../../components/prose.tsx';
import { SeriesParts } from '../../../components/series-parts.tsx';
import { ShareLinks } from '../../../components/share-links.tsx';
import { Sources } from '../../../components/sources.tsx';
import { StoryList } from '../../../components/story-list.tsx';
import { TableOfContents } from '../../../components/table-of-contents.tsx';
import { TagLinks } from '../../../components/tag-links.tsx';
import type { Article } from '../../../lib/catalog.ts';
import { messages } from '../../../lib/messages.ts';
import { noteGone } from '../../../lib/page-notes.ts';
import { site, topicOf } from '../../../lib/site.ts';
import { newsArticle } from '../../../lib/structured-data.ts';
import { absolute, urls } from '../../../lib/urls.ts';
import { commentCounts, getCatalog, readersLists } from '../../_shared/data.ts';
import { FOR_EVERY_READER, pageMetadata } from '../../_shared/metadata.ts';
import { ranking } from '../../_shared/rankings.ts';
import { ArticleComments } from './replies/article-comments.tsx';

type Props = { params: Promise<{ slug: string }> };

const { article: said } = messages;

/** Of each list beside the text. */
const IN_RAIL = 5;
const FEWEST_IN_RAIL = 3;
const MOST_PARTS = 50;
/** In pixels. */
const MAX_COVER_WIDTH = 1600;

async function loadProps({ params }: Props) {
  const { catalog } = await getCatalog();
  const { slug } = await params;
  const article = catalog.article(slug);
  if (!article && urls.article(slug) !== urls.gone() && !catalog.isGone(slug)) notFound();
  return { catalog, slug, article };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { article, slug } = await loadProps(props);
  // It is the page of many addresses, and of none that should be found.
  if (!article)
    return { title: `${said.gone} | ${site.name}`, robots: { index: false }, other: FOR_EVERY_READER };
  const { title, excerpt: description } = article;
  const feed = article.comments ? urls.commentsFeed(slug) : undefined;
  return pageMetadata({ title, description, path: urls.article(slug), article, feed });
}

export default async function ArticlePage(props: Props) {
  const { catalog, slug, article } = await loadProps(props);
  if (!article) return <Gone reason={catalog.withdrawal(slug)} />;
  const [author] = article.authors;
  const [text, size, inlineSrc, about] = await Promise.all([
    catalog.text(article),
    article.cover && catalog.media.find(article.cover.src),
    article.cover && catalog.media.inlineSrc(article.cover.src),
    catalog.authorText(author.id),
  ]);
  if (!text) notFound();
  const { previous, next } = catalog.neighbours(article);
  const related = catalog.related(article, 4);
  const isOther = (other: Article) => other.slug !== article.slug;
  const trending = await ranking(catalog, readersLists, 'trending', {
    ...{ most: IN_RAIL, filter: isOther, fewest: FEWEST_IN_RAIL },
  });
  const chosen = new Set(trending.articles.map(({ slug }) => slug));
  const recent = catalog
    .newest(2 * IN_RAIL + 1)
    .filter((other) => isOther(other) && !chosen.has(other.slug))
    .slice(0, IN_RAIL);
  const parts = article.series === undefined ? [] : catalog.series(article.series, MOST_PARTS);
  const counts = await commentCounts([article, ...related]);
  const coverWidth = Math.min(article.cover?.size?.width ?? MAX_COVER_WIDTH, MAX_COVER_WIDTH);
  return (
    <>
      <Enhancement />
      <JsonLd data={newsArticle(article, counts.get(article.slug))} />
      <article className="article" data-counted={article.slug}>
        <div className="top">
          <header>
            <Breadcrumbs
              trail={[
                {
                  name: topicOf(article.topic)?.name ?? article.topic,
                  path: urls.topic(article.topic),
                  topic: article.topic,
                },
                { name: article.title, path: urls.article(article.slug) },
              ]}
            />
            <h1>{article.title}</h1>
            {article.hasStandfirst && <p className="standfirst">{article.excerpt}</p>}
            <Byline article={article} />
          </header>
          {article.cover && size && (
            <figure className="cover">
              <Picture
                picture={article.cover}
                // Whole, in its own proportions. A drawing has any size, and its own may be a few units.
                width={coverWidth}
                height={Math.round((coverWidth * size.height) / size.width)}
                sizes={`(min-width: 62rem) min(${coverWidth}px, 35rem), min(${coverWidth}px, 100vw)`}
                first
                inlineSrc={inlineSrc}
              />
              {article.cover.credit && <figcaption>{article.cover.credit}</figcaption>}
            </figure>
          )}
        </div>
        <TableOfContents headings={text.headings} />
        <div className="text">
          {site.articleDisclaimer && (
            <p className="disclaimer">
              {`${site.articleDisclaimer} `}
              {site.banner && catalog.leadsSomewhere(site.banner.link.href) && (
                <a href={site.banner.link.href}>{said.disclaimer}</a>
              )}
            </p>
          )}
          {article.source && (
            <p className="brief">
              <Phrase
                pieces={said.brief(
                  <a rel="external noopener" href={article.source.url}>
                    {article.source.name}
                  </a>,
                )}
              />
            </p>
          )}
          <SeriesParts article={article} parts={parts} />
          <Prose html={text.html} />
          <Corrections article={article} />
          <Sources sources={article.sources} html={text.html} />
          <footer>
            <p className="own-address">{absolute(urls.article(article.slug))}</p>
            <ShareLinks article={article} />
            <TagLinks tags={article.tags} />
            <AuthorBox author={author} html={about?.html} />
            <nav className="neighbours" aria-label={said.neighbours}>
              {previous && (
                <a rel="prev" href={urls.article(previous.slug)}>
                  <span>{said.previous}</span> {previous.title}
                </a>
              )}
              {next && (
                <a rel="next" href={urls.article(next.slug)}>
                  <span>{said.next}</span> {next.title}
                </a>
              )}
            </nav>
          </footer>
          <StoryList
            id="related"
            heading={said.related}
            articles={related}
            form="card"
            commentCounts={counts}
          />
          <ArticleComments article={article} />
        </div>
        <Rail trending={trending.articles} recent={recent} />
      </article>
    </>
  );
}

/** Other articles, beside the text. */
function Rail({ trending, recent }: { trending: Article[]; recent: Article[] }) {
  return (
    <aside className="rail" aria-label={said.others}>
      <StoryList
        id="trending"
        heading={messages.lists.trending}
        href={urls.trending()}
        articles={trending}
        form="line"
      />
      <StoryList id="recent" heading={messages.lists.recent} articles={recent} form="line" />
    </aside>
  );
}

/** In the place of an article that is not on the site any more. */
function Gone({ reason }: { reason: string | undefined }) {
  noteGone();
  return (
    <article className="article">
      <header>
        <h1>{reason === undefined ? said.gone : said.withdrawn}</h1>
        <p className="standfirst">{reason ?? said.goneText}</p>
        <p>
          <a className="more" href={urls.latest()}>
            {messages.lists.all}
          </a>
        </p>
      </header>
    </article>
  );
}
