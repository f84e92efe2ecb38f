import { setTimeout } from 'node:timers/promises';
import { threadId } from 'node:worker_threads';
import { serveRenders } from '../../../../lib/server/renderer/answering.ts';

/** What the renderer's tests run in the thread: a handler that does what the path says. */
const hoard: string[][] = [];
let underWay = 0;

serveRenders(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site.test');
  if (pathname === '/throws') throw new Error('No such table.');
  if (pathname === '/exits') process.exit(3);
  if (pathname === '/crashes') setImmediate(() => Promise.reject(new Error('This was not caught.')));
  if (pathname === '/hoards') for (;;) hoard.push(new Array(100_000).fill('x'));
  if (pathname === '/blocks') for (;;);
  if (pathname === '/never' || pathname === '/crashes') return;
  underWay++;
  const found = underWay;
  await setTimeout(Number(searchParams.get('ms') ?? 0));
  underWay--;
  response.writeHead(Number(searchParams.get('status') ?? 200), {
    'content-type': 'text/plain',
    'set-cookie': ['a=1', 'b=2'],
  });
  response.end(`${request.url} ${request.headers.cookie ?? '-'} ${threadId} ${found}`);
});
