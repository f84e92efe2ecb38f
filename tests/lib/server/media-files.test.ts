import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sendMediaFiles } from '../../../lib/server/media-files.ts';
import { ask } from '../../support/ask.ts';
import { listening } from '../../support/listening.ts';

const BYTES = 20_000_000;

/** A server that sends one large recording. */
async function serveFile() {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-media-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'sound.mp3');
  writeFileSync(file, Buffer.alloc(BYTES, 7));
  const route = sendMediaFiles({
    find: () => ({ file, type: 'audio/mpeg', isDownload: false }),
    headers: {},
  });
  const server = createServer(async (request, response) => {
    try {
      await route('GET', '/media/sound.mp3')?.(request, response);
    } catch {
      // The connection has ended before the response.
      response.destroy();
    }
  });
  return { file, origin: await listening(server) };
}

it('ends the connection of a file that is cut off while it is sent', async () => {
  const { file, origin } = await serveFile();
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  const request = 'GET /media/sound.mp3 HTTP/1.1\r\nHost: site.test\r\n\r\n';
  // A second response on the connection would be read as the rest of the first.
  socket.write(request + request);
  let bytes = 0;
  let isCut = false;
  socket.on('data', (piece) => {
    bytes += piece.length;
    if (!isCut) truncateSync(file, 1_000_000);
    isCut = true;
  });
  await new Promise((resolve) => socket.once('close', resolve).once('error', () => undefined));
  expect(bytes).toBeLessThan(BYTES);
});

it('stores nowhere that a range is beyond the end', async () => {
  const { origin } = await serveFile();
  const { status, headers } = await ask(origin, '/media/sound.mp3', {
    headers: { range: `bytes=${BYTES}-` },
  });
  expect([status, headers['cache-control'], headers['content-range']]).toEqual([
    416,
    'no-store',
    `bytes */${BYTES}`,
  ]);
});
