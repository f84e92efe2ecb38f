import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DayList } from '../../../../../components/day-list.tsx';
import { JsonLd } from '../../../../../components/json-ld.tsx';
import { PageLinks } from '../../../../../components/page-links.tsx';
import { dates } from '../../../../../lib/dates.ts';
import { site } from '../../../../../lib/site.ts';
import { breadcrumbs } from '../../../../../lib/structured-data.ts';
import { urls } from '../../../../../lib/urls.ts';
import { newsroom } from '../../../../_shared/data.ts';
import { pageMetadata } from '../../../../_shared/metadata.ts';
import { pageNumber } from '../../../../_shared/page-number.ts';

type Props = { params: Promise<{ year: string; month: string; page?: string[] }> };

async function asked({ params }: Props) {
  const { catalog } = await newsroom();
  const { year, month: ofYear, page } = await params;
  const month = `${year}-${ofYear}`;
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) notFound();
  const href = (number: number) => urls.month(month, number);
  return { catalog, month, href, number: pageNumber(page, href) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { month, href, number } = await asked(props);
  const name = dates.month(month);
  return pageMetadata({
    title: number > 1 ? `${name}, page ${number}` : name,
    description: `What ${site.name} published in ${name}, day by day.`,
    path: href(number),
  });
}

export default async function MonthPage(props: Props) {
  const { catalog, month, href, number } = await asked(props);
  const list = catalog.month(month, number);
  if (!list) notFound();
  return (
    <div className="list">
      <JsonLd
        data={breadcrumbs([
          { name: 'Archive', path: urls.archive() },
          { name: dates.month(month), path: href(1) },
        ])}
      />
      <header>
        <p className="meta">
          <a href={urls.archive()}>Archive</a>
        </p>
        <h1>{dates.month(month)}</h1>
        <p className="meta">
          {`${list.total} ${list.total === 1 ? 'article' : 'articles'}`}
          {list.pages > 1 && ` · page ${list.number} of ${list.pages}`}
        </p>
      </header>
      <h2 className="sr-only">Day by day</h2>
      <DayList articles={list.items} />
      <PageLinks number={list.number} pages={list.pages} href={href} />
    </div>
  );
}
