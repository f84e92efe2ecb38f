import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ListPage } from '../../../../components/list-page.tsx';
import { messages } from '../../../../lib/messages.ts';
import { site } from '../../../../lib/site.ts';
import { urls } from '../../../../lib/urls.ts';
import { commentCounts, getCatalog } from '../../../_shared/data.ts';
import { pageMetadata } from '../../../_shared/metadata.ts';
import { pageNumber } from '../../../_shared/page-number.ts';
import '../../../styles/lists.css';

type Props = { params: Promise<{ tag: string; page?: string[] }> };

function decoded(slug: string): string {
  try {
    return decodeURIComponent(slug);
  } catch {
    return slug;
  }
}

async function loadProps({ params }: Props) {
  const { catalog } = await getCatalog();
  const { tag: slug, page } = await params;
  // The framework leaves letters of other alphabets encoded, and not the percent sign.
  const tag = catalog.tag(decoded(slug));
  if (!tag) notFound();
  const href = (number: number) => urls.tag(tag.slug, number);
  return { catalog, tag, href, number: pageNumber(page, href) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { tag, href, number } = await loadProps(props);
  return pageMetadata({
    title: number > 1 ? messages.lists.pageTitle(tag.label, number) : tag.label,
    description: messages.lists.tagged(site.name, tag.label),
    path: href(number),
  });
}

export default async function TagPage(props: Props) {
  const { catalog, tag, href, number } = await loadProps(props);
  const list = catalog.tagged(tag.slug, number);
  if (!list) notFound();
  return (
    <ListPage
      trail={[
        { name: messages.lists.tags, path: urls.tags() },
        { name: tag.label, path: href(1) },
      ]}
      commentCounts={await commentCounts(list.items)}
      heading={tag.label}
      list={list}
      href={href}
    />
  );
}
