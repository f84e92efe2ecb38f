import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ask } from '../support/ask.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';

let site: RunningSite;
beforeAll(async () => {
  site = await runSite('tests/newsroom', { TRUST_PROXY: '1' });
}, 120_000);
afterAll(async () => {
  await site.stop();
});

let count = 0;
const search = (sender: string) =>
  ask(site.url, `/search?q=word${count++}`, { headers: { 'x-forwarded-for': sender } });

describe('more searches than can be rendered, from one sender', () => {
  it('are refused at once beyond half of the places, while another sender gets his', async () => {
    const flood = Array.from({ length: 150 }, () => search('198.51.100.1'));
    const other = await search('198.51.100.2');
    expect(other.status).toBe(200);
    const answers = await Promise.all(flood);
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(80);
    expect(refused[0]?.headers['retry-after']).toBe('2');
    expect(answers.filter(({ status }) => status === 200).length).toBe(150 - refused.length);
  });

  it('leave kept pages and edits as they are', async () => {
    expect((await ask(site.url, '/')).status).toBe(200);
    let isOver = false;
    const flood = Array.from({ length: 60 }, async () => {
      while (!isOver) await search('198.51.100.1');
    });
    const file = path.join(site.contentDir, 'articles/2026/plain-story.md');
    const text = readFileSync(file, 'utf8');
    const statuses = new Set<number>();
    for (let edit = 1; edit <= 5; edit++) {
      writeFileSync(file, text.replace(/^title: .*$/m, `title: Edit number ${edit}`));
      await vi.waitFor(
        async () => {
          const { status, body } = await ask(site.url, '/');
          statuses.add(status);
          expect(body.toString()).toContain(`Edit number ${edit}`);
        },
        { timeout: 10_000, interval: 10 },
      );
    }
    isOver = true;
    await Promise.all(flood);
    writeFileSync(file, text);
    expect([...statuses]).toEqual([200]);
  });

  it('are not rendered for those who have left', async () => {
    const { hostname, port } = new URL(site.url);
    const leaving = Array.from({ length: 300 }, () => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.write(
        `GET /search?q=gone${count++} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 198.51.100.3\r\n\r\n`,
      );
      return socket;
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    for (const socket of leaving) socket.destroy();
    // The same sender is answered without those who wait before him.
    await vi.waitFor(async () => expect((await search('198.51.100.3')).status).toBe(200), { timeout: 2000 });
  });
});
