import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runSite } from '../support/running-site.ts';
import { type Firefox, openFirefox } from './bidi.ts';

/**
 * Walks through the edition in Firefox: that nothing is wider than the window at any width, that the keyboard is seen, that
 * no page complains, and that an article prints. `npm run walk:firefox [folder]` writes pictures into the folder when
 * it is given. Firefox is not among the packages, so the tests do not run this.
 */

const WIDTHS = [320, 360, 768, 1024, 1440];
const HEIGHT = 900;
const TAB = '\uE004';
const ARTICLE = '/news/ketamine-for-depression-addiction-risk';
const PAGES = [
  ...['/', '/latest', '/topics', '/topics/medicine', '/tags', '/tags/ketamine', '/authors', '/archive'],
  ...['/authors/medicine-desk', '/archive/2026/11', '/trending', '/search?q=shrooms', '/search', '/contact'],
  ...[
    ARTICLE,
    `${ARTICLE}/replies`,
    '/news/what-an-eye-doctor-can-see',
    '/news/no-such-article',
    '/moderation',
  ],
];

const WIDER = `String([...document.querySelectorAll('body *')].filter((element) =>
  element.getBoundingClientRect().right > innerWidth + 1 && element.checkVisibility()
  && !element.closest('.table-scroll, .sections ul, .contents ol, pre, .skip, .trap')).map(({ outerHTML }) =>
  outerHTML.slice(0, 90)).slice(0, 3).join(' | '))`;
const FOCUSED = `(() => { const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return [document.activeElement.localName, document.activeElement.textContent.trim().slice(0, 40),
  outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2].join('|') })()`;

const [folder] = process.argv.slice(2);
const site = await runSite('content');
const firefox = await openFirefox(process.env.FIREFOX ?? 'firefox-esr');
const faults: string[] = [];
try {
  for (const page of PAGES) await look(firefox, page);
  await useKeyboard(firefox);
  await print(firefox);
} finally {
  await firefox.close();
  await site.stop();
}
for (const fault of faults) console.log(fault);
console.log(`${PAGES.length} pages at ${WIDTHS.length} widths: ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;

async function look(browser: Firefox, page: string): Promise<void> {
  for (const width of WIDTHS) {
    await browser.resize(width, HEIGHT);
    await browser.goto(site.url + page);
    const wider = await browser.evaluate(WIDER);
    if (wider !== '') faults.push(`${page} at ${width} px is too wide: ${wider}`);
    for (const complaint of browser.takeComplaints()) faults.push(`${page} at ${width} px: ${complaint}`);
    if (folder === undefined) continue;
    mkdirSync(folder, { recursive: true });
    const name = `${page.replace(/[^a-z0-9]+/gi, '-')}-${width}.png`;
    writeFileSync(path.join(folder, name), await browser.screenshot());
  }
}

/** The first stop leads past the frame, and each stop after it can be seen. */
async function useKeyboard(browser: Firefox): Promise<void> {
  await browser.goto(site.url + ARTICLE);
  for (let stop = 0; stop < 40; stop++) {
    await browser.press(TAB);
    const [element = '', text = '', isSeen] = (await browser.evaluate(FOCUSED)).split('|');
    if (stop === 0 && element !== 'a') faults.push(`the first stop is ${element}, ${text}`);
    if (isSeen !== 'true' && element !== 'body')
      faults.push(`the keyboard is not seen on ${element}, ${text}`);
  }
}

async function print(browser: Firefox): Promise<void> {
  await browser.goto(site.url + ARTICLE);
  const printed = await browser.print();
  if (printed.length < 20_000) faults.push(`${ARTICLE} prints as ${printed.length} bytes`);
  if (folder !== undefined) writeFileSync(path.join(folder, 'article.pdf'), printed);
}
