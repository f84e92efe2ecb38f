import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { z } from 'zod';
import { PageLinks } from '../../../components/page-links.tsx';
import { Away } from '../../../components/replies.tsx';
import { When } from '../../../components/when.tsx';
import { urls } from '../../../lib/urls.ts';
import { AWAY, fromReaders } from '../../_shared/data.ts';
import '../moderation.css';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export const metadata: Metadata = { title: 'Moderation: the log', robots: { index: false } };

const pageSchema = z.coerce.number().int().min(1).max(1_000_000).catch(1);

/** Who decided what, when and why. */
export default async function LogPage({ searchParams }: Props) {
  const token = (await cookies()).get('moderator')?.value;
  const { page } = await searchParams;
  const found = await fromReaders(async ({ comments: { moderation } }) => {
    const session = await moderation.session(token);
    return session && { log: await moderation.log(pageSchema.parse(page)) };
  }, 'whole');
  if (found === AWAY) return <Away />;
  if (!found) redirect(urls.moderation());
  const { log } = found;
  if (!log) notFound();
  return (
    <div className="leaf">
      <p className="meta">
        <a href={urls.moderation()}>Moderation</a>
      </p>
      <h1>The log</h1>
      <div className="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {log.items.map(({ at, by, state, why, comment, name, slug }) => (
              <tr key={`${comment} ${at.getTime()} ${state}`}>
                <td>
                  <When date={at} form="minute" />
                </td>
                <td>{by}</td>
                <td>
                  {`${state}: ${name || 'a deleted name'}, `}
                  <a href={urls.article(slug)}>{slug}</a>
                </td>
                <td>{why}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <PageLinks number={log.number} pages={log.pages} href={urls.moderationLog} />
    </div>
  );
}
