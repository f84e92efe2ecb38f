import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ListPage } from '../../../../components/list-page.tsx';
import { Picture } from '../../../../components/picture.tsx';
import { Prose } from '../../../../components/prose.tsx';
import { messages } from '../../../../lib/messages.ts';
import { site } from '../../../../lib/site.ts';
import { urls } from '../../../../lib/urls.ts';
import { commentCounts, getCatalog } from '../../../_shared/data.ts';
import { pageMetadata } from '../../../_shared/metadata.ts';
import { pageNumber } from '../../../_shared/page-number.ts';
import '../../../styles/lists.css';

type Props = { params: Promise<{ author: string; page?: string[] }> };

async function loadProps({ params }: Props) {
  const { catalog } = await getCatalog();
  const { author: id, page } = await params;
  const author = catalog.author(id);
  if (!author) notFound();
  const href = (number: number) => urls.author(id, number);
  return { catalog, author, href, number: pageNumber(page, href) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { author, href, number } = await loadProps(props);
  return pageMetadata({
    title: number > 1 ? messages.lists.pageTitle(author.name, number) : author.name,
    description: messages.lists.writtenBy(author.name, site.name),
    path: href(number),
  });
}

export default async function AuthorPage(props: Props) {
  const { catalog, author, href, number } = await loadProps(props);
  const list = catalog.writtenBy(author.id, number);
  if (!list) notFound();
  const text = await catalog.authorText(author.id);
  return (
    <ListPage
      trail={[
        { name: messages.lists.authors, path: urls.authors() },
        { name: author.name, path: href(1) },
      ]}
      commentCounts={await commentCounts(list.items)}
      heading={author.name}
      list={list}
      href={href}
      tone="author"
    >
      <Picture picture={author.picture ?? site.author.picture} width={96} height={96} sizes="96px" first />
      {author.role && <p className="meta">{author.role}</p>}
      {text && <Prose html={text.html} />}
    </ListPage>
  );
}
