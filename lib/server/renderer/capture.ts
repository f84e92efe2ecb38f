import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

// An import would load all that it exports, and with it the client of HTTP: a tenth of a second of each start.
const http = process.getBuiltinModule('node:http');

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A request as data, so that it can be sent from one thread to another. */
export type RenderRequest = {
  /** With its query. */
  path: string;
  headers: IncomingHttpHeaders;
};

/** An answer as data. */
export type RenderResponse = { status: number; headers: OutgoingHttpHeaders; body: Buffer };

/**
 * Asks a handler and keeps what it answers. The request is made here and holds what `ask` holds and nothing else: no
 * connection, no address.
 * @throws Error what the handler throws
 */
export async function inject(handler: Handler, { path, headers }: RenderRequest): Promise<RenderResponse> {
  const request = new http.IncomingMessage(new Socket());
  request.method = 'GET';
  request.url = path;
  request.headers = { ...headers };
  request.push(null);
  request.complete = true;
  const response = new CapturedResponse(request);
  await handler(request, response);
  await response.done;
  return {
    status: response.statusCode,
    headers: response.getHeaders(),
    body: Buffer.concat(response.chunks),
  };
}

/** A response that belongs to no connection: what is written stays in `chunks`. */
class CapturedResponse extends http.ServerResponse {
  readonly chunks: Buffer[] = [];
  readonly done: Promise<void>;
  #finish: () => void = () => {};
  #fail: (error: Error) => void = () => {};

  constructor(request: IncomingMessage) {
    super(request);
    this.done = new Promise((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    // It may be broken off before anybody waits for it.
    this.done.catch(() => undefined);
  }

  override write(chunk: unknown, ...rest: unknown[]): boolean {
    this.#take(chunk);
    callbackOf(rest)?.();
    return true;
  }

  override end(...parameters: unknown[]): this {
    const [chunk] = parameters;
    if (typeof chunk !== 'function') this.#take(chunk);
    callbackOf(parameters)?.();
    this.#finish();
    this.emit('finish');
    this.emit('close');
    return this;
  }

  override destroy(error?: Error): this {
    this.#fail(error ?? new Error('The answer was broken off.'));
    return super.destroy(error);
  }

  override flushHeaders(): void {}

  override writeHead(status: number, ...rest: unknown[]): this {
    this.statusCode = status;
    const headers = rest.find((part) => typeof part === 'object' && part !== null);
    if (Array.isArray(headers)) {
      for (let place = 0; place < headers.length; place += 2)
        this.setHeader(headers[place], headers[place + 1]);
    } else if (headers) {
      for (const [name, value] of Object.entries(headers))
        if (value !== undefined) this.setHeader(name, value);
    }
    return this;
  }

  #take(chunk: unknown): void {
    if (typeof chunk === 'string') this.chunks.push(Buffer.from(chunk));
    else if (chunk instanceof Uint8Array) this.chunks.push(Buffer.from(chunk));
  }
}

function callbackOf(parameters: unknown[]): (() => void) | undefined {
  const last = parameters.at(-1);
  return typeof last === 'function' ? () => last() : undefined;
}
