// @vitest-environment jsdom
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, type RunningSite, runSite } from '../support/running-site.ts';

/** The same build and content behind the press and behind Next's own server. */

let site: RunningSite;
let next: ChildProcess;
let nextUrl: string;

beforeAll(async () => {
  site = await runSite('tests/newsroom');
  const port = await freePort();
  nextUrl = `http://localhost:${port}`;
  const program = createRequire(import.meta.url).resolve('next/dist/bin/next');
  next = spawn(process.execPath, [program, 'start', '-p', String(port)], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      SITE_URL: site.url,
      CONTENT_DIR: site.contentDir,
      CACHE_DIR: site.cacheDir,
    },
    stdio: 'ignore',
  });
  const deadline = Date.now() + 30_000;
  while (
    !(await fetch(`${nextUrl}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (Date.now() > deadline) throw new Error('Next did not answer within 30 s.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});
afterAll(async () => {
  const ended = new Promise((resolve) => next.once('exit', resolve));
  next.kill('SIGTERM');
  await Promise.all([ended, site.stop()]);
});

/** What a reader without script sees, and where the links and pictures lead. */
function shown(html: string) {
  const document = new DOMParser().parseFromString(html, 'text/html');
  // The process tells a page its path, by which the front page says when something changed; Next alone does not.
  for (const element of document.querySelectorAll('script, style, template, .updated')) element.remove();
  return {
    title: document.title,
    text: document.body.textContent?.replace(/\s+/g, ' ').trim() ?? '',
    links: [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href')),
    pictures: [...document.querySelectorAll('img')].map((image) => image.outerHTML),
  };
}

const RUNTIME = /_next\/static\/chunks\/[^"]+\.js/;

const textAt = async (address: string) => (await fetch(address)).text();

describe("a page behind the press and Next's own answer", () => {
  it.each([
    '/',
    '/latest',
    '/latest/2',
    '/topics',
    '/topics/research',
    '/archive',
    '/search',
    '/search?q=story',
    '/about',
    '/news/plain-story',
    '/news/every-field',
    '/no-such-page/at-all',
  ])('show the same at %s', async (place) => {
    const [ours, theirs] = await Promise.all([textAt(site.url + place), textAt(nextUrl + place)]);
    expect(theirs).toMatch(RUNTIME);
    expect(ours).not.toMatch(RUNTIME);
    expect(shown(ours).text.length).toBeGreaterThan(200);
    expect(shown(ours)).toEqual(shown(theirs));
  });
});
