import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DayList } from '../../../../components/day-list.tsx';
import { JsonLd } from '../../../../components/json-ld.tsx';
import { dates } from '../../../../lib/dates.ts';
import { site } from '../../../../lib/site.ts';
import { breadcrumbs } from '../../../../lib/structured-data.ts';
import { urls } from '../../../../lib/urls.ts';
import { newsroom } from '../../../newsroom.ts';
import { pageMetadata } from '../../../page-metadata.ts';

type Props = { params: Promise<{ year: string; month: string }> };

async function asked({ params }: Props) {
  const { catalog } = await newsroom();
  const { year, month: number } = await params;
  const month = `${year}-${number}`;
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) notFound();
  return { catalog, month };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { month } = await asked(props);
  return pageMetadata({
    title: dates.month(month),
    description: `What ${site.name} published in ${dates.month(month)}, day by day.`,
    path: urls.month(month),
  });
}

export default async function MonthPage(props: Props) {
  const { catalog, month } = await asked(props);
  const articles = catalog.month(month);
  if (!articles) notFound();
  return (
    <div className="list">
      <JsonLd
        data={breadcrumbs([
          { name: 'Archive', path: urls.archive() },
          { name: dates.month(month), path: urls.month(month) },
        ])}
      />
      <header>
        <p className="meta">
          <a href={urls.archive()}>Archive</a>
        </p>
        <h1>{dates.month(month)}</h1>
        <p className="meta">{`${articles.length} ${articles.length === 1 ? 'article' : 'articles'}`}</p>
      </header>
      <h2 className="sr-only">Day by day</h2>
      <DayList articles={articles} />
    </div>
  );
}
