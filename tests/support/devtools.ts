import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { candidates, FLAGS } from './browser.ts';

/**
 * A browser that is looked at from its tab alone. Chromium prerenders nothing in a tab whose page itself is debugged,
 * which is what Playwright does.
 */

export type Tab = {
  /** The page in the foreground when it opened. */
  page: string;
  /** The pages that were prerendered in the tab, as they came. */
  prerendered: string[];
  /** What the preloading said, such as `Ready`, or the reason of a failure. */
  statuses: string[];
  send(method: string, parameters: Record<string, unknown>, session: string): Promise<unknown>;
  /** Evaluates an expression in a page; its value must be text. */
  evaluate(expression: string, session: string): Promise<string>;
  close(): Promise<void>;
};

const messageSchema = z.object({
  id: z.number().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
});
const attachedSchema = z.object({
  sessionId: z.string(),
  targetInfo: z.object({ type: z.string(), subtype: z.string().optional() }),
});
const statusSchema = z.object({ status: z.string(), prerenderStatus: z.string().nullish() });
const targetsSchema = z.object({ targetInfos: z.array(z.object({ targetId: z.string() })) });
const sessionSchema = z.object({ sessionId: z.string() });
const valueSchema = z.object({ result: z.object({ value: z.string() }) });

/** @throws Error when no browser can be found */
export async function openTab(): Promise<Tab> {
  const { executablePath, args, env } = await Promise.any(
    candidates(process.env).map((candidate) => candidate.find()),
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-tab-'));
  const browser = spawn(
    executablePath,
    [...args, ...FLAGS, '--remote-debugging-port=0', `--user-data-dir=${folder}`, 'about:blank'],
    { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const address = await new Promise<string>((resolve, reject) => {
    let printed = '';
    browser.stderr.on('data', (chunk) => {
      printed += chunk;
      const found = /DevTools listening on (ws:\S+)/.exec(printed)?.[1];
      if (found) resolve(found);
    });
    browser.once('exit', (code) => reject(new Error(`The browser ended with ${code}:\n${printed}`)));
  });
  const socket = new WebSocket(address);
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));

  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const pages: string[] = [];
  const prerendered: string[] = [];
  const statuses: string[] = [];
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error, method, params } = messageSchema.parse(JSON.parse(String(data)));
    if (id !== undefined) {
      if (error) waiting.get(id)?.reject(new Error(error.message));
      else waiting.get(id)?.resolve(result);
      waiting.delete(id);
    } else if (method === 'Target.attachedToTarget') {
      const { sessionId, targetInfo } = attachedSchema.parse(params);
      if (targetInfo.type === 'page')
        (targetInfo.subtype === 'prerender' ? prerendered : pages).push(sessionId);
    } else if (method === 'Preload.prerenderStatusUpdated') {
      const { status, prerenderStatus } = statusSchema.parse(params);
      statuses.push(prerenderStatus ?? status);
    }
  });

  let last = 0;
  function send(method: string, params: Record<string, unknown>, sessionId?: string): Promise<unknown> {
    const answer = Promise.withResolvers<unknown>();
    waiting.set(++last, answer);
    socket.send(JSON.stringify({ id: last, method, params, sessionId }));
    return answer.promise;
  }

  const { targetInfos } = targetsSchema.parse(await send('Target.getTargets', { filter: [{ type: 'tab' }] }));
  const tab = sessionSchema.parse(
    await send('Target.attachToTarget', { targetId: targetInfos[0]?.targetId, flatten: true }),
  );
  await send(
    'Target.setAutoAttach',
    { autoAttach: true, flatten: true, waitForDebuggerOnStart: false },
    tab.sessionId,
  );
  const [page] = pages;
  if (!page) throw new Error('The tab has no page.');
  await send('Preload.enable', {}, page);
  return {
    page,
    prerendered,
    statuses,
    send,
    async evaluate(expression, session) {
      const evaluated = await send('Runtime.evaluate', { expression, returnByValue: true }, session);
      return valueSchema.parse(evaluated).result.value;
    },
    async close() {
      const ended = new Promise((resolve) => browser.once('exit', resolve));
      browser.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
