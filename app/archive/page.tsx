import type { Metadata } from 'next';
import { dates } from '../../lib/dates.ts';
import { messages } from '../../lib/messages.ts';
import { site } from '../../lib/site.ts';
import { urls } from '../../lib/urls.ts';
import { getCatalog } from '../_shared/data.ts';
import { pageMetadata } from '../_shared/metadata.ts';
import '../styles/lists.css';

export const metadata: Metadata = pageMetadata({
  title: messages.lists.archive,
  description: messages.lists.archiveOf(site.name),
  path: urls.archive(),
});

export default async function ArchivePage() {
  const { catalog } = await getCatalog();
  const years = Map.groupBy(catalog.months(), ({ month }) => month.slice(0, 4));
  return (
    <div className="list">
      <header>
        <h1>{messages.lists.archive}</h1>
      </header>
      {[...years].map(([year, months]) => (
        <section key={year} className="year" aria-labelledby={`year-${year}`}>
          <h2 id={`year-${year}`}>{year}</h2>
          <ul>
            {months.map(({ month, count }) => (
              <li key={month}>
                <a href={urls.month(month)}>{dates.monthName(month)}</a>
                <span className="meta">{` ${messages.numbers.number(count)}`}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
