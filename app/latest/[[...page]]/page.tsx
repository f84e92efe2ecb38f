import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ListPage } from '../../../components/list-page.tsx';
import { messages } from '../../../lib/messages.ts';
import { site } from '../../../lib/site.ts';
import { urls } from '../../../lib/urls.ts';
import { commentCounts, getCatalog } from '../../_shared/data.ts';
import { pageMetadata } from '../../_shared/metadata.ts';
import { pageNumber } from '../../_shared/page-number.ts';
import '../../styles/lists.css';

type Props = { params: Promise<{ page?: string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const number = pageNumber((await params).page, urls.latest);
  return pageMetadata({
    title: number > 1 ? messages.lists.pageTitle(messages.lists.latest, number) : messages.lists.latest,
    description: messages.lists.latestOf(site.name),
    path: urls.latest(number),
  });
}

export default async function LatestPage({ params }: Props) {
  const { catalog } = await getCatalog();
  const number = pageNumber((await params).page, urls.latest);
  const list = catalog.latest(number);
  if (!list) notFound();
  return (
    <ListPage
      commentCounts={await commentCounts(list.items)}
      heading={messages.lists.latest}
      list={list}
      href={urls.latest}
    />
  );
}
