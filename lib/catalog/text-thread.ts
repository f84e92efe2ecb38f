import { parentPort } from 'node:worker_threads';
import {
  type CatalogPlace,
  type CatalogSite,
  isDatabaseError,
  openToRead,
  Queries,
} from '../catalog-database.ts';
import { renderMarkdown, type Text } from '../markdown.ts';
import { openMedia } from '../media.ts';
import { END } from '../threads.ts';
import { renderText, type TextJob } from './text-job.ts';

/** Renders long texts in a thread, which `long-texts.ts` starts and ends. */

/** What the thread is asked. */
export type LongTextJob = TextJob & {
  place: CatalogPlace & { site: CatalogSite; url: string };
  /** The moment as of which links lead somewhere, in milliseconds since 1970. */
  now: number;
};
export type LongTextReply = { text: Text } | { error: string; isOfDatabase: boolean };

async function render({ place, now, ...job }: LongTextJob): Promise<Text> {
  const { contentDir, cacheDir, site, url } = place;
  const database = openToRead(place);
  try {
    const clock = () => new Date(now);
    const queries = new Queries({ database, clock, site, shown: () => undefined });
    return await renderText(job, { queries, media: openMedia(contentDir, cacheDir), site, url });
  } finally {
    database.close();
  }
}

const port = parentPort;
if (!port) throw new Error('Long texts are rendered in a thread of their own.');
port.on('message', async (job: LongTextJob | typeof END) => {
  if (job === END) process.exit();
  try {
    port.postMessage({ text: await render(job) } satisfies LongTextReply);
  } catch (error) {
    const reply = { error: String(error), isOfDatabase: isDatabaseError(error) };
    port.postMessage(reply satisfies LongTextReply);
  }
});
// The parser's modules are loaded before the time of a text is counted.
const nothing = { imageSize: async () => undefined, leadsSomewhere: () => false, origin: '', sources: 0 };
await renderMarkdown('', '', 1, nothing);
port.postMessage('ready');
