import { describe, expect, it } from 'vitest';
import { candidates, openBrowser } from '../support/browser.ts';

describe('the finder of a browser', () => {
  it('looks at CHROMIUM_PATH first, then on PATH, then into the npm package', () => {
    const names = candidates({}).map(({ name }) => name);
    expect(names).toHaveLength(3);
    expect(names[0]).toBe('CHROMIUM_PATH');
    expect(names[1]).toContain('google-chrome');
    expect(names[2]).toContain('@sparticuz/chromium');
  });

  it('takes the npm package alone when NEWSROOM_BROWSER says so', () => {
    const found = candidates({ NEWSROOM_BROWSER: 'npm', CHROMIUM_PATH: '/usr/bin/chromium' });
    expect(found.map(({ name }) => name)).toEqual(['the npm package @sparticuz/chromium']);
  });

  it('starts the browser that CHROMIUM_PATH names', async () => {
    const [given] = candidates({ CHROMIUM_PATH: '/opt/some/browser' });
    expect((await given?.find())?.executablePath).toBe('/opt/some/browser');
  });

  it('fails with what is missing when no browser starts', async () => {
    const [given, installed] = candidates({ CHROMIUM_PATH: '/nowhere/chromium', PATH: '/nowhere' });
    if (!given || !installed) throw new Error('The finder has too few candidates.');
    const opening = openBrowser([given, installed]);
    await expect(opening).rejects.toThrow('No browser starts, and the browser tests need one.');
    await expect(opening).rejects.toThrow(/CHROMIUM_PATH: .*\/nowhere\/chromium/s);
    await expect(opening).rejects.toThrow('on PATH: none of them is installed');
  });

  it('starts a browser on this machine', async () => {
    const browser = await openBrowser();
    const page = await browser.newPage();
    await page.setContent('<h1>Open</h1>');
    expect(await page.locator('h1').textContent()).toBe('Open');
    await browser.close();
  });
});
