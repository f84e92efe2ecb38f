import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Breadcrumbs } from '../../../../../components/breadcrumbs.tsx';
import { DayList } from '../../../../../components/day-list.tsx';
import { Pagination } from '../../../../../components/pagination.tsx';
import { dates } from '../../../../../lib/dates.ts';
import { messages } from '../../../../../lib/messages.ts';
import { site } from '../../../../../lib/site.ts';
import { urls } from '../../../../../lib/urls.ts';
import { getCatalog } from '../../../../_shared/data.ts';
import { pageMetadata } from '../../../../_shared/metadata.ts';
import { pageNumber } from '../../../../_shared/page-number.ts';
import '../../../../styles/lists.css';

type Props = { params: Promise<{ year: string; month: string; page?: string[] }> };

async function loadProps({ params }: Props) {
  const { catalog } = await getCatalog();
  const { year, month: ofYear, page } = await params;
  const month = `${year}-${ofYear}`;
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) notFound();
  const href = (number: number) => urls.month(month, number);
  return { catalog, month, href, number: pageNumber(page, href) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { month, href, number } = await loadProps(props);
  const name = dates.monthTitle(month);
  return pageMetadata({
    title: number > 1 ? messages.lists.pageTitle(name, number) : name,
    description: messages.lists.month(site.name, dates.month(month)),
    path: href(number),
  });
}

export default async function MonthPage(props: Props) {
  const { catalog, month, href, number } = await loadProps(props);
  const list = catalog.month(month, number);
  if (!list) notFound();
  return (
    <div className="list">
      <header>
        <Breadcrumbs
          trail={[
            { name: messages.lists.archive, path: urls.archive() },
            { name: dates.monthTitle(month), path: href(1) },
          ]}
        />
        <h1>{dates.monthTitle(month)}</h1>
        <p className="meta">
          {messages.lists.articles(list.total)}
          {list.pages > 1 && ` · ${messages.lists.page(list.number, list.pages)}`}
        </p>
      </header>
      <h2 className="sr-only">{messages.lists.days}</h2>
      <DayList articles={list.items} />
      <Pagination number={list.number} pages={list.pages} href={href} />
    </div>
  );
}
