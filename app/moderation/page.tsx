import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { Away } from '../../components/comments.tsx';
import { ACTS, ModerationQueue } from '../../components/moderation-queue.tsx';
import { SignIn } from '../../components/sign-in.tsx';
import { FORM_STATE, readState } from '../../lib/form-state.ts';
import { messages } from '../../lib/messages.ts';
import { isSecret } from '../../lib/secret.ts';
import { environment } from '../../lib/site.ts';
import { AWAY, DESK_TIMEOUT_MS, fromReaders, getCatalog } from '../_shared/data.ts';
import '../styles/lists.css';
import './moderation.css';

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export const metadata: Metadata = { title: messages.moderation.title, robots: { index: false } };

const one = z.string().max(200).optional().catch(undefined);
const filterSchema = z.object({
  state: z.enum(['published', 'held', 'spam', 'deleted', 'withdrawn', 'all']).catch('held'),
  slug: one,
  q: one,
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
  ticked: z.literal('all').optional().catch(undefined),
  did: z.enum(ACTS).optional().catch(undefined),
  mark: z.string().max(100).catch(''),
  of: z
    .union([z.string().transform((only) => [only]), z.array(z.string())])
    .pipe(z.array(z.string().regex(/^[\w-]{1,40} \d{1,6} \d{1,6}$/)).max(100))
    .catch([]),
});

/** The moderators' desk: what waits, and what was decided. */
export default async function ModerationPage({ searchParams }: Props) {
  const { catalog } = await getCatalog();
  const token = (await cookies()).get('moderator')?.value;
  const { state, slug, q, page, ticked, did, of, mark } = filterSchema.parse(await searchParams);
  const filter = { slug: slug || undefined, query: q || undefined, page };
  const found = await fromReaders(
    async ({ comments: { moderation } }) => {
      const session = await moderation.session(token);
      if (!session || token === undefined) return undefined;
      return {
        session,
        isDone: did !== undefined && isSecret(mark, moderation.doneMark(token, [did, ...of])),
        alarm: { crowd: await moderation.crowd(), signIns: await moderation.signInTries() },
        waiting: await moderation.waiting(),
        queue: await moderation.queue({ ...filter, state: state === 'all' ? undefined : state }),
      };
    },
    'whole',
    DESK_TIMEOUT_MS,
  );
  const form = readState((await headers()).get(FORM_STATE));
  const refused = form?.form === 'sign-in' ? form : undefined;
  if (found === AWAY && !refused) return <DeskAway />;
  if (!found || found === AWAY)
    return <SignIn isOpen={environment.moderatorPassword !== undefined} refused={refused} />;
  const { session, queue, alarm, waiting, isDone } = found;
  if (!queue) notFound();
  const titles = new Map(
    queue.items.map((item) => [item.slug, catalog.article(item.slug)?.title ?? item.slug]),
  );
  return (
    <ModerationQueue
      session={session}
      queue={queue}
      alarm={alarm}
      waiting={waiting}
      asked={{ state, slug, q, page }}
      isAllTicked={ticked !== undefined}
      done={did && isDone ? { act: did, seen: of } : undefined}
      titles={titles}
    />
  );
}

function DeskAway() {
  return (
    <div className="leaf">
      <h1>{messages.moderation.title}</h1>
      <Away />
    </div>
  );
}
