import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { z } from 'zod';
import { Away } from '../../../components/comments.tsx';
import { judgeOf } from '../../../components/moderation-queue.tsx';
import { Pagination } from '../../../components/pagination.tsx';
import { Time } from '../../../components/time.tsx';
import { messages } from '../../../lib/messages.ts';
import { urls } from '../../../lib/urls.ts';
import { AWAY, DESK_TIMEOUT_MS, fromReaders } from '../../_shared/data.ts';
import '../../styles/lists.css';
import '../moderation.css';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const { moderation: said } = messages;

export const metadata: Metadata = { title: said.titleOfLog, robots: { index: false } };

const pageSchema = z.coerce.number().int().min(1).max(1_000_000).catch(1);

/** Who decided what, when and why. */
export default async function LogPage({ searchParams }: Props) {
  const token = (await cookies()).get('moderator')?.value;
  const { page } = await searchParams;
  const found = await fromReaders(
    async ({ comments: { moderation } }) => {
      const session = await moderation.session(token);
      return session && { log: await moderation.log(pageSchema.parse(page)) };
    },
    'whole',
    DESK_TIMEOUT_MS,
  );
  if (found === AWAY) return <Away />;
  if (!found) redirect(urls.moderation());
  const { log } = found;
  if (!log) notFound();
  return (
    <div className="leaf">
      <p className="meta">
        <a href={urls.moderation()}>{said.title}</a>
      </p>
      <h1>{said.log}</h1>
      <div className="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{said.when}</th>
              <th scope="col">{said.who}</th>
              <th scope="col">{said.what}</th>
              <th scope="col">{said.whyColumn}</th>
            </tr>
          </thead>
          <tbody>
            {log.items.map(({ at, by, state, why, comment, name, slug }) => (
              <tr key={`${comment} ${at.getTime()} ${state}`}>
                <td>
                  <Time date={at} form="minute" />
                </td>
                <td>{judgeOf(by)}</td>
                <td>
                  {`${said.states[state]}: ${name || said.deletedName}, `}
                  <a href={urls.article(slug)}>{slug}</a>
                </td>
                <td>{why}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Pagination number={log.number} pages={log.pages} href={urls.moderationLog} />
    </div>
  );
}
