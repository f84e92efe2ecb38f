import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { senderOf } from '../../sender.ts';

/** What one sender, and all senders together, may hold open (decision 20). */

/**
 * Connections at a time. Each has one response under way, so this bounds the responses as well; an idle connection holds
 * about ten kilobytes.
 */
export const MAX_CONNECTIONS = 4000;
/** One address may hold half of the connections. A site behind a proxy has one address. */
const MAX_CONNECTIONS_PER_SENDER = MAX_CONNECTIONS / 2;
/** Requests that wait behind another on one connection. No browser sends a second before the first is answered. */
const MAX_PIPELINED = 8;
/** Bytes of responses that no cache holds and that their readers have not read yet. */
const MAX_UNREAD_BYTES_PER_SENDER = 8_000_000;
const MAX_UNREAD_BYTES = 64_000_000;
/** Files on their way from the disk, at a time. Each may fill some megabytes of the system's own memory. */
export const MAX_STREAMS = 64;
export const MAX_STREAMS_PER_SENDER = 8;

/** Closes connections of an address that has too many, so that there is always room for another address. */
export function limitConnections(server: Server): void {
  const open = new Counts();
  server.maxConnections = MAX_CONNECTIONS;
  server.on('connection', (socket: Socket) => {
    const sender = senderOf(socket.remoteAddress ?? '');
    if (open.of(sender) >= MAX_CONNECTIONS_PER_SENDER) {
      socket.destroy();
      return;
    }
    open.add(sender);
    socket.once('close', () => open.remove(sender));
  });
}

/** Bounds the files that are sent at a time: a reader who takes little of one holds it for long. */
export class Streams {
  readonly #underWay = new Counts();

  /**
   * Counts a file until the response is closed.
   * @returns whether there is room for it
   */
  begin(sender: string, response: ServerResponse): boolean {
    const isFull = this.#underWay.total >= MAX_STREAMS || this.#underWay.of(sender) >= MAX_STREAMS_PER_SENDER;
    if (isFull || response.destroyed) return false;
    this.#underWay.add(sender);
    response.once('close', () => this.#underWay.remove(sender));
    return true;
  }
}

/** How often each sender has something open. */
class Counts {
  readonly #bySender = new Map<string, number>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  of(sender: string): number {
    return this.#bySender.get(sender) ?? 0;
  }

  add(sender: string): void {
    this.#total++;
    this.#bySender.set(sender, this.of(sender) + 1);
  }

  remove(sender: string): void {
    this.#total--;
    const left = this.of(sender) - 1;
    if (left > 0) this.#bySender.set(sender, left);
    else this.#bySender.delete(sender);
  }
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** @returns a listener that begins the requests of a connection one after the other */
export function oneAtATime(begin: Listener): Listener {
  const waiting = new WeakMap<object, number>();
  return (request, response) => {
    // A response has no socket as long as one before it has not been sent.
    if (response.socket) return begin(request, response);
    const { socket } = request;
    const count = (waiting.get(socket) ?? 0) + 1;
    waiting.set(socket, count);
    if (count > MAX_PIPELINED) abandon(socket);
    if (socket.destroyed) return;
    response.once('socket', () => {
      waiting.set(socket, (waiting.get(socket) ?? 1) - 1);
      begin(request, response);
    });
  };
}

/**
 * Closes a connection and stops parsing what it has sent. Node would parse the rest of the chunk that it has read, up to
 * two thousand requests: a twentieth of a second for each connection. The parser takes 2 to mean that what follows is not
 * HTTP. Node does not document this: where it changes, the connection is closed all the same.
 */
function abandon(socket: Socket): void {
  const parser: unknown = Reflect.get(socket, 'parser');
  if (typeof parser === 'object' && parser) Reflect.set(parser, 'onIncoming', () => 2);
  socket.destroy();
}

/**
 * Counts the bytes that responses hold in memory until their readers have read them. A body that several of them share
 * counts once.
 */
export class UnreadBytes {
  readonly #all = new HeldBytes();
  readonly #bySender = new Map<string, HeldBytes>();

  /** Whether nothing waits for any reader, as nearly always. */
  get isNone(): boolean {
    return this.#bySender.size === 0;
  }

  isTooMuch(sender: string): boolean {
    const own = this.#bySender.get(sender)?.total ?? 0;
    return this.#all.total > MAX_UNREAD_BYTES || own > MAX_UNREAD_BYTES_PER_SENDER;
  }

  /**
   * Counts bytes until the response is closed.
   * @param body what is held, known by its identity
   */
  hold(sender: string, response: ServerResponse, body: object, bytes: number): void {
    if (bytes === 0 || response.destroyed) return;
    const own = this.#bySender.get(sender) ?? new HeldBytes();
    this.#bySender.set(sender, own);
    own.add(body, bytes);
    this.#all.add(body, bytes);
    response.once('close', () => {
      own.remove(body);
      this.#all.remove(body);
      if (own.total === 0 && this.#bySender.get(sender) === own) this.#bySender.delete(sender);
    });
  }
}

/** Bodies in memory, each with how often it is held. */
class HeldBytes {
  readonly #bodies = new Map<object, { bytes: number; times: number }>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  add(body: object, bytes: number): void {
    const known = this.#bodies.get(body);
    if (known) {
      known.times++;
      return;
    }
    this.#bodies.set(body, { bytes, times: 1 });
    this.#total += bytes;
  }

  remove(body: object): void {
    const known = this.#bodies.get(body);
    if (!known || --known.times > 0) return;
    this.#bodies.delete(body);
    this.#total -= known.bytes;
  }
}
