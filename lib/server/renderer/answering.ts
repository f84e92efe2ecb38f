import { parentPort } from 'node:worker_threads';
import { END } from '../../threads.ts';
import { ownBytes } from '../own-bytes.ts';
import { type Handler, inject, type RenderResponse } from './capture.ts';
import { PING, type Question } from './messages.ts';

/**
 * In the thread: answers with a handler what the other thread asks.
 * @param finish what is still done to each answer here: the other thread has readers to answer, and the less it is sent
 * the less it has to throw away
 */
export function serveRenders(handler: Handler, finish = (answer: RenderResponse) => answer): void {
  if (!parentPort) throw new Error('The renderer answers in a thread of its own.');
  const port = parentPort;
  port.on('message', async (question: Question | typeof PING | typeof END) => {
    if (question === END) process.exit();
    if (question === PING) return port.postMessage(PING);
    const { id, ...ask } = question;
    try {
      const answer = finish(await inject(handler, ask));
      const body = ownBytes(answer.body);
      port.postMessage({ id, answer: { ...answer, headers: { ...answer.headers }, body } }, [body.buffer]);
    } catch (error) {
      port.postMessage({
        id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  });
  port.postMessage('ready');
}
