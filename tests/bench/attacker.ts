import { Agent, request } from 'node:http';
import { connect } from 'node:net';

/**
 * One sender that attacks a site for some seconds: `node attacker.ts NAME ORIGIN SECONDS`. It is a process of its own, so
 * that what it costs is not measured with the site. It sends to loopback alone, and ends by itself.
 */

const [name = '', origin = '', seconds = '0'] = process.argv.slice(2);
const { hostname, port } = new URL(origin);
if (hostname !== 'localhost') throw new Error('An attack goes to this machine alone.');
const end = performance.now() + Number(seconds) * 1000;
const agent = new Agent({ keepAlive: true, maxSockets: 32 });
const SLUG = 'plain-story';
const BLANKS = '+'.repeat(40_000);

type Sending = { method?: string; headers?: Record<string, string>; body?: string };

/** Sends a request and waits for the end of its answer. */
function send(path: string, { method = 'GET', headers = {}, body }: Sending = {}): Promise<void> {
  return new Promise((resolve) => {
    const sent = request(
      {
        ...{ agent, hostname, port, path, method },
        headers: {
          ...(body !== undefined && {
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': String(Buffer.byteLength(body)),
          }),
          ...headers,
        },
      },
      (response) => response.resume().once('close', resolve),
    );
    sent.once('error', () => resolve());
    sent.end(body);
  });
}

/** Sends bytes on a connection of their own, and leaves it. */
function leave(bytes: string, stayMs: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.pause();
      socket.write(bytes);
      setTimeout(() => {
        socket.destroy();
        resolve();
      }, stayMs);
    });
    socket.on('error', () => undefined);
  });
}

const form = (path: string, body: string) => send(path, { method: 'POST', body });
const many = (count: number, path: (place: number) => string) =>
  Array.from({ length: count }, (_, place) => `GET ${path(place)} HTTP/1.1\r\nHost: x\r\n\r\n`).join('');
let count = 0;

/** Each is done over and over, by as many at a time as it says. */
const ATTACKS: Record<string, { atATime: number; act(): Promise<void> }> = {
  'blanks in a preview': {
    atATime: 8,
    act: () => form(`/news/${SLUG}/replies/send`, `act=preview&name=x&text=a${BLANKS}b`),
  },
  'blanks in a comment': {
    atATime: 8,
    act: () => form(`/news/${SLUG}/replies/send`, `name=x&text=a${BLANKS}b`),
  },
  'blanks at the sign-in': {
    atATime: 8,
    act: () => form('/moderation/sign-in', `password=x&moderator=a${BLANKS}b`),
  },
  'blanks in a header': {
    atATime: 32,
    act: () => send('/', { headers: { 'accept-encoding': `x${count++}${' '.repeat(15_000)}x` } }),
  },
  'wrong passwords': {
    atATime: 8,
    act: () => form('/moderation/sign-in', `password=wrong${count++}&moderator=m`),
  },
  'views of one sender under many names': {
    atATime: 16,
    act: () =>
      send('/api/views', {
        method: 'POST',
        body: SLUG,
        headers: { origin, 'user-agent': `Mozilla/5.0 Firefox/${count++}` },
      }),
  },
  'pipelined requests, never read': {
    atATime: 12,
    act: () =>
      leave(
        many(10_000, () => '/'),
        500,
      ),
  },
  'searches that are left': {
    atATime: 40,
    act: () =>
      leave(
        many(30, () => `/search?q=a${count++}`),
        30,
      ),
  },
  'pages that are not there, left': {
    atATime: 40,
    act: () =>
      leave(
        many(30, () => `/x${count++}`),
        30,
      ),
  },
  searches: { atATime: 32, act: () => send(`/search?q=a${count++}`) },
  'the desk': { atATime: 32, act: () => send(`/moderation?${count++}`) },
  'percent signs': { atATime: 16, act: () => send(`/media/%25${count++}`) },
  'a large form': { atATime: 16, act: () => form('/moderation/sign-in', 'x'.repeat(4_000_000)) },
};

const attack = ATTACKS[name];
if (!attack) throw new Error(`There is no attack ${name}.`);
await Promise.all(
  Array.from({ length: attack.atATime }, async () => {
    while (performance.now() < end) await attack.act();
  }),
);
process.exit();
