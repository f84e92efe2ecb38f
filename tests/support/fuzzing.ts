import { connect, type Socket } from 'node:net';
import { dice } from '../lib/server/page-cache/fixtures.ts';

/** Requests that no browser sends, the same for the same seed, and a client that sends any bytes. */

export type Fuzzed = {
  bytes: Buffer;
  /** Its sender leaves without waiting for an answer. */
  isLeft: boolean;
  /** HEAD, whose answer has no body. */
  isHead: boolean;
};

const AREAS = [
  ...[
    '',
    'latest',
    'latest/2',
    'topics',
    'topics/research',
    'topics/policy/2',
    'tags',
    'tags/filler',
    'tags/filler/2',
  ],
  ...[
    'authors/newsroom',
    'archive',
    'archive/2026/01',
    'archive/2026/13',
    'search',
    'trending',
    'about',
    'moderation',
    'moderation/judge',
    'moderation/sign-in',
    'moderation/sign-out',
  ],
  ...[
    'moderation/log',
    'feed.xml',
    'feed.json',
    'sitemap.xml',
    'sitemaps/1.xml',
    'sitemaps/0.xml',
    'robots.txt',
  ],
  ...[
    'opensearch.xml',
    'news-sitemap.xml',
    'healthz',
    'media/cover.svg',
    'media/none.jpg',
    'emblem.svg',
    'icon.png',
  ],
  ...[
    'images/1200x900/media/cover.svg.jpg',
    'images/9x9/media/cover.svg.jpg',
    'cards/_site.png',
    'cards/none.png',
  ],
  ...[
    'replies/feed.xml',
    'api/views',
    'api/content',
    '_next/static/x.js',
    '_next/image',
    '_global-error',
    '_error',
  ],
  ...[
    'news',
    'news/plain-story',
    'news/every-field',
    'news/old-name',
    'news/none',
    'news/plain-story/replies',
  ],
  ...['news/plain-story/replies/2', 'news/plain-story/replies/newest', 'news/plain-story/replies/send'],
  ...[
    'news/plain-story/replies/own/0000000000000000a.x',
    'news/plain-story/replies/answer/0000000000000000a',
  ],
  ...[
    'news/plain-story/replies/feed.xml',
    'news/plain-story/replies/0000000000000000a',
    'wp-login.php',
    '.env',
  ],
];
const PIECES = [
  ...[
    '%25',
    '%',
    '%zz',
    '%2f',
    '%2e',
    '%2e%2e',
    '%00',
    '%0d%0a',
    '%c3%28',
    '%ed%a0%80',
    '%f0%9f%8c%b2',
    '%e2%80%ae',
  ],
  ...[
    '..',
    '.',
    '//',
    '\\',
    '/',
    '-',
    '+',
    '~',
    '@',
    ':',
    ';',
    '=',
    ',',
    '*',
    "'",
    '(',
    ')',
    '&',
    '$',
    '!',
    '|',
    '^',
  ],
  ...[
    '[',
    ']',
    '{',
    '}',
    '<',
    '>',
    '"',
    '`',
    'é',
    '\u00ff',
    '1',
    '-1',
    '0',
    '99999999999999999999',
    '1e9',
    'NaN',
  ],
  ...[
    'feed.xml',
    'page',
    'null',
    'undefined',
    '__proto__',
    'constructor',
    'toString',
    '.rsc',
    '.html',
    '.md',
  ],
  ...['?', '??', '?_rsc=1', '?page=2', '?q=', '#', '?a[]=1', '?q=%', '?q=%ff', ' ', '\t'],
];
const WORDS = [
  'ketamine',
  '"',
  "'",
  '*',
  'NEAR(',
  'AND',
  'OR',
  'NOT',
  '(',
  ')',
  '-',
  ':',
  '^',
  '\u0000',
  '%00',
  '🌲',
  'a',
  'é',
  '法律',
  ' ',
];
const METHODS = [
  'GET',
  'GET',
  'GET',
  'GET',
  'GET',
  'HEAD',
  'HEAD',
  'POST',
  'POST',
  'PUT',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'get',
  'BREW',
];
const FORMS = [
  'name',
  'email',
  'text',
  'token',
  'parent',
  'act',
  'remember',
  'website',
  'password',
  'moderator',
  'csrf',
  'id',
  'why',
  'seen',
  'back',
];
const HEADERS: [string, string[]][] = [
  [
    'Accept-Encoding',
    ['br', 'gzip', 'identity', 'br;q=0', '*', 'gzip;q=1e9', ', ,', 'x'.repeat(3000), ' '.repeat(3000)],
  ],
  ['If-None-Match', ['*', '"x"', 'W/"x"', '"', ','.repeat(3000), `W/${'"'.repeat(2000)}`]],
  [
    'Cookie',
    [
      'reader=x',
      'moderator=x',
      'reader=%',
      ';'.repeat(3000),
      `reader=${'x'.repeat(5000)}`,
      'a=b; moderator=; reader',
    ],
  ],
  [
    'Range',
    ['bytes=0-', 'bytes=-1', 'bytes=9-1', 'bytes=0-1,2-3', `bytes=${'0-,'.repeat(1000)}`, 'lines=1-2'],
  ],
  ['Accept', ['text/html', '*/*', 'text/x-component', '/'.repeat(2000)]],
  ['RSC', ['1']],
  ['Next-Action', ['x', '0'.repeat(42)]],
  ['Next-Router-State-Tree', ['%', '[]']],
  ['X-Forwarded-Host', ['elsewhere.test', '\u00ff']],
  ['X-Middleware-Subrequest', ['middleware']],
  ['X-HTTP-Method-Override', ['DELETE']],
  ['Origin', ['null', 'http://elsewhere.test', 'x'.repeat(1000)]],
  ['Sec-Fetch-Site', ['cross-site', 'same-origin', 'none']],
  ['Sec-Purpose', ['prefetch']],
  ['User-Agent', ['Mozilla/5.0', 'bot', '(', 'x'.repeat(4000), '']],
  ['Authorization', ['Bearer x', `Bearer ${'x'.repeat(5000)}`, 'Basic %']],
  [
    'Content-Type',
    [
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain',
      'application/json',
    ],
  ],
  ['Expect', ['100-continue', 'x']],
  ['Upgrade', ['websocket', 'h2c']],
  ['Connection', ['close', 'keep-alive', 'upgrade', 'x']],
  ['X-Forwarded-For', ['198.51.100.7', '2001:db8::1', "'; --", ','.repeat(500), '999.1.1.1']],
  ['Host', ['elsewhere.test', '', 'a'.repeat(300), '[::1]']],
];

export type Dice = () => number;

/** @returns what makes one request after the other */
export function makeFuzzer(seed: number): () => Fuzzed {
  const roll = dice(seed);
  const below = (many: number) => Math.floor(roll() * many);
  const pick = <Item>(list: readonly Item[]): Item => {
    const found = list[below(list.length)];
    if (found === undefined) throw new Error('There is nothing to pick from.');
    return found;
  };
  const some = (list: readonly string[], most: number) =>
    Array.from({ length: below(most + 1) }, () => pick(list)).join('');

  function target(): string {
    let path = `/${pick(AREAS)}`;
    if (roll() < 0.4) path += some(PIECES, 3);
    if (roll() < 0.2) {
      const at = below(path.length);
      path = path.slice(0, at) + pick(PIECES) + path.slice(at);
    }
    if (roll() < 0.1) path = path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
    if (roll() < 0.05) path += `/${'a'.repeat(below(2500))}`;
    // Searches are rendered each time: few of them.
    if (path.startsWith('/search') && roll() < 0.3) path += `?q=${encodeURIComponent(some(WORDS, 6))}`;
    if (roll() < 0.02)
      path = pick(['*', 'http://elsewhere.test/', `http://elsewhere.test${path}`, path.slice(1)]);
    return path;
  }

  function form(): string {
    const pairs = Array.from({ length: below(6) }, () => {
      const value = pick([
        ...WORDS,
        'x'.repeat(below(3000)),
        ' '.repeat(below(3000)),
        '%',
        '%ff',
        'preview',
        'delete',
        'publish 1',
      ]);
      return `${pick(FORMS)}=${roll() < 0.5 ? value : encodeURIComponent(value)}`;
    });
    return pairs.join('&');
  }

  return () => {
    const method = pick(METHODS);
    const lines = [`${method} ${target()} HTTP/${roll() < 0.98 ? '1.1' : pick(['1.0', '2', '9.9'])}`];
    const names = new Set<string>();
    for (let count = below(4); count > 0; count--) {
      const [name, values] = pick(HEADERS);
      if (names.has(name)) continue;
      names.add(name);
      lines.push(`${name}: ${pick(values)}`);
    }
    if (!names.has('Host') && roll() < 0.99) lines.push('Host: site.test');
    if (roll() < 0.01)
      lines.push(
        pick([
          'no colon',
          ' folded',
          'Bad Name: x',
          'X: \u0001',
          'Content-Length: x',
          'Transfer-Encoding: x',
        ]),
      );
    const body = method === 'POST' || roll() < 0.02 ? form() : '';
    if (body) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
    const isLeft = roll() < 0.01;
    return {
      // In half of them each character is one byte, as a careless program sends it.
      bytes: Buffer.concat([
        Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, roll() < 0.5 ? 'latin1' : 'utf8'),
        Buffer.from(body),
      ]),
      isLeft,
      isHead: method === 'HEAD',
    };
  };
}

/** A client on one connection, which it opens again when the server has closed it. */
export class RawClient {
  #socket: Socket | undefined;
  #origin: URL;
  /** Where its connections come from. */
  #from: string;

  /** @param from a loopback address: each has ports of its own, which a closed connection holds for a minute */
  constructor(origin: string, from: string) {
    this.#origin = new URL(origin);
    this.#from = from;
  }

  /**
   * Sends one request.
   * @returns the status; 0 when the server closed the connection without an answer, or the sender has left
   * @throws Error when no answer comes within the time
   */
  send({ bytes, isLeft, isHead }: Fuzzed, timeoutMs = 20_000): Promise<number> {
    const socket = this.#connection();
    let received: Buffer = Buffer.alloc(0);
    return new Promise((resolve, reject) => {
      const finish = (status: number, isReusable: boolean) => {
        clearTimeout(timer);
        socket.removeAllListeners('data').removeAllListeners('close');
        if (!isReusable) this.close();
        resolve(status);
      };
      const timer = setTimeout(() => {
        this.close();
        reject(new Error(`No answer within ${timeoutMs} ms to ${JSON.stringify(bytes.toString('latin1'))}`));
      }, timeoutMs);
      socket.on('data', (chunk: Buffer) => {
        received = received.length > 0 ? Buffer.concat([received, chunk]) : chunk;
        const answer = readAnswer(received, isHead);
        if (answer?.isWhole) finish(answer.status, answer.isKept);
      });
      socket.once('close', () => finish(readAnswer(received, isHead)?.status ?? 0, false));
      socket.write(bytes, () => {
        if (isLeft) finish(0, false);
      });
    });
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #connection(): Socket {
    if (this.#socket && !this.#socket.destroyed) return this.#socket;
    const { hostname, port } = this.#origin;
    this.#socket = connect({ host: hostname, port: Number(port), localAddress: this.#from });
    this.#socket.on('error', () => undefined);
    return this.#socket;
  }
}

/** The head of an answer and whether all of it is there; undefined before the head is. */
function readAnswer(bytes: Buffer, isHead: boolean) {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.subarray(0, end).toString('latin1');
  const status = Number(head.slice(9, 12));
  if (status === 100) return readAnswer(bytes.subarray(end + 4), isHead);
  const isKept = !/\r\nconnection: close/i.test(head);
  const body = bytes.subarray(end + 4);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  let isWhole = isHead || status === 304 || status === 204;
  if (length !== undefined) isWhole ||= body.length >= Number(length);
  else if (/\r\ntransfer-encoding: chunked/i.test(head))
    isWhole ||= body.subarray(-5).toString() === '0\r\n\r\n';
  return { status, isKept, isWhole };
}
