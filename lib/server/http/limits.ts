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

/** Closes connections of an address that has too many, so that there is always room for another address. */
export function limitConnections(server: Server): void {
  const open = new Map<string, number>();
  server.maxConnections = MAX_CONNECTIONS;
  server.on('connection', (socket: Socket) => {
    const sender = senderOf(socket.remoteAddress ?? '');
    const count = (open.get(sender) ?? 0) + 1;
    if (count > MAX_CONNECTIONS_PER_SENDER) {
      socket.destroy();
      return;
    }
    open.set(sender, count);
    socket.once('close', () => {
      const left = (open.get(sender) ?? 1) - 1;
      if (left > 0) open.set(sender, left);
      else open.delete(sender);
    });
  });
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

/** Counts the bytes that responses hold in memory until their readers have read them. */
export class UnreadBytes {
  readonly #bySender = new Map<string, number>();
  #total = 0;

  isTooMuch(sender: string): boolean {
    return this.#total > MAX_UNREAD_BYTES || (this.#bySender.get(sender) ?? 0) > MAX_UNREAD_BYTES_PER_SENDER;
  }

  count(sender: string, response: ServerResponse): void {
    const bytes = response.writableLength;
    if (bytes === 0 || response.destroyed) return;
    this.#add(sender, bytes);
    response.once('close', () => this.#add(sender, -bytes));
  }

  #add(sender: string, bytes: number): void {
    this.#total += bytes;
    const own = (this.#bySender.get(sender) ?? 0) + bytes;
    if (own > 0) this.#bySender.set(sender, own);
    else this.#bySender.delete(sender);
  }
}
