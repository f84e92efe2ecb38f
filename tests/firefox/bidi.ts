import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** Firefox, driven by WebDriver BiDi: https://w3c.github.io/webdriver-bidi/ */

const message = z.object({
  id: z.number().optional(),
  type: z.enum(['success', 'error', 'event']),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  message: z.string().optional(),
});
const context = z.object({ context: z.string() });
const data = z.object({ data: z.string() });
const evaluated = z.object({ type: z.literal('success'), result: z.object({ value: z.string() }) });
const logged = z.object({ level: z.string(), text: z.string() });

type Waiting = { resolve(result: unknown): void; reject(error: Error): void };

const START_TIMEOUT_MS = 60_000;

/** @param command the name or path of a Firefox. @throws Error when it does not start within a minute */
export async function openFirefox(command: string): Promise<Firefox> {
  const profile = mkdtempSync(path.join(tmpdir(), 'newsroom-firefox-'));
  const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'];
  const firefox = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error(`${command} did not start.`)), START_TIMEOUT_MS).unref();
    firefox.on('error', reject);
  });
  const address = await Promise.race([addressOf(firefox), late]);
  const socket = new WebSocket(`${address}/session`);
  await Promise.race([once(socket, 'open'), late]);
  const opened = new Firefox(socket, firefox, profile);
  await opened.start();
  return opened;
}

async function addressOf({ stderr }: ChildProcess): Promise<string> {
  if (!stderr) throw new Error('Firefox has no error output.');
  for await (const line of createInterface(stderr)) {
    const [address] = /ws:\/\/\S+/.exec(line) ?? [];
    if (address) {
      stderr.resume();
      return address;
    }
  }
  throw new Error('Firefox ended before it could be driven.');
}

export class Firefox {
  readonly #socket: WebSocket;
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, Waiting>();
  /** What pages have complained of in their console since they were last asked. */
  #complaints: string[] = [];
  #context = '';
  #last = 0;

  constructor(socket: WebSocket, process: ChildProcess, profile: string) {
    this.#socket = socket;
    this.#process = process;
    this.#profile = profile;
    socket.addEventListener('message', ({ data: text }) => this.#take(String(text)));
  }

  async start(): Promise<void> {
    await this.#send('session.new', { capabilities: {} });
    await this.#send('session.subscribe', { events: ['log.entryAdded'] });
    const created = await this.#send('browsingContext.create', { type: 'tab' });
    this.#context = context.parse(created).context;
  }

  async goto(url: string): Promise<void> {
    await this.#send('browsingContext.navigate', { context: this.#context, url, wait: 'complete' });
  }

  async resize(width: number, height: number): Promise<void> {
    const viewport = { width, height };
    await this.#send('browsingContext.setViewport', { context: this.#context, viewport });
  }

  /** @param expression one whose value is a string */
  async evaluate(expression: string): Promise<string> {
    const target = { context: this.#context };
    const result = await this.#send('script.evaluate', { expression, target, awaitPromise: true });
    return evaluated.parse(result).result.value;
  }

  async press(key: string): Promise<void> {
    const actions = ['keyDown', 'keyUp'].map((type) => ({ type, value: key }));
    await this.#send('input.performActions', {
      context: this.#context,
      actions: [{ type: 'key', id: 'keyboard', actions }],
    });
  }

  /** @returns a PNG of the whole page */
  async screenshot(): Promise<Buffer> {
    const taken = await this.#send('browsingContext.captureScreenshot', {
      context: this.#context,
      origin: 'document',
    });
    return Buffer.from(data.parse(taken).data, 'base64');
  }

  /** @returns a PDF */
  async print(): Promise<Buffer> {
    const printed = await this.#send('browsingContext.print', { context: this.#context });
    return Buffer.from(data.parse(printed).data, 'base64');
  }

  takeComplaints(): string[] {
    return this.#complaints.splice(0);
  }

  async close(): Promise<void> {
    const ended = once(this.#process, 'exit');
    await this.#send('browser.close', {});
    await ended;
    rmSync(this.#profile, { recursive: true, force: true });
  }

  #send(method: string, params: object): Promise<unknown> {
    const id = ++this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(id, { resolve, reject });
    this.#socket.send(JSON.stringify({ id, method, params }));
    return promise;
  }

  #take(text: string): void {
    const { id, type, method, params, result, message: said } = message.parse(JSON.parse(text));
    if (method === 'log.entryAdded') {
      const entry = logged.safeParse(params);
      if (entry.success && ['error', 'warn'].includes(entry.data.level))
        this.#complaints.push(entry.data.text);
    }
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || !waiting) return;
    this.#waiting.delete(id);
    if (type === 'error') waiting.reject(new Error(said ?? 'Firefox refused.'));
    else waiting.resolve(result);
  }
}
