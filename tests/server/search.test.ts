// @vitest-environment jsdom
import { XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../support/crawl.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';

let site: RunningSite;
beforeAll(async () => {
  site = await runSite();
});
afterAll(async () => {
  await site.stop();
});

async function open(path: string): Promise<Document> {
  const { status, body } = await ask(site.url, path);
  expect(status).toBe(200);
  return new DOMParser().parseFromString(body, 'text/html');
}

const textsOf = (page: Document, selector: string) =>
  [...page.querySelectorAll(selector)].map(({ textContent }) => textContent?.replace(/\s+/g, ' ').trim());
const chosen = (page: Document, name: string) =>
  page.querySelector(`form.search select[name="${name}"] option[selected]`)?.getAttribute('value');

describe('the search page', () => {
  it('marks the words where they stand', async () => {
    const page = await open('/search?q=plain+story');
    expect(textsOf(page, '.list h2 mark').slice(0, 2)).toEqual(['plain', 'story']);
    expect(textsOf(page, '.list .standfirst')[0]).toContain('Just a paragraph');
  });

  it('has a form that asks by GET for words, topic, years and order', async () => {
    const page = await open('/search');
    const form = page.querySelector('form.search');
    expect([form?.getAttribute('action'), form?.getAttribute('method')]).toEqual(['/search', null]);
    const names = [...(form?.querySelectorAll('[name]') ?? [])].map((field) => field.getAttribute('name'));
    expect(names).toEqual(['q', 'topic', 'tag', 'author', 'from', 'to', 'sort']);
    expect(textsOf(page, 'select[name="from"] option')).toEqual(['Any year', '2026']);
    expect(textsOf(page, 'form.search label')).toHaveLength(7);
  });

  it('keeps what was chosen in the form and in the links to its pages', async () => {
    const page = await open('/search?q=filler&topic=research&from=2026&to=2026-02&sort=newest');
    expect(['topic', 'from', 'to', 'sort'].map((name) => chosen(page, name))).toEqual([
      ...['research', '2026', '2026-02', 'newest'],
    ]);
    expect(textsOf(page, 'select[name="to"] option[selected]')).toEqual(['February 2026']);
    expect(page.querySelector('.page-links [rel="next"]')?.getAttribute('href')).toBe(
      '/search?q=filler&topic=research&from=2026&to=2026-02&sort=newest&page=2',
    );
    expect(new Set(textsOf(page, '.list .kicker'))).toEqual(new Set(['Research']));
  });

  it('narrows by a tag as readers write it, and by an author', async () => {
    const titles = async (more: string) => textsOf(await open(`/search?q=paragraph${more}`), '.list h2');
    expect(await titles('')).not.toHaveLength(1);
    expect(await titles('&tag=CAFE')).toEqual([expect.stringContaining('Every field')]);
    expect(await titles('&author=ada-example')).toEqual([expect.stringContaining('Every field')]);
    expect(await titles('&author=ada-example&tag=filler')).toEqual([]);
    const page = await open('/search?q=paragraph&author=ada-example&tag=cafe');
    expect(page.querySelector('[name="tag"]')?.getAttribute('value')).toBe('Café');
    expect(chosen(page, 'author')).toBe('ada-example');
  });

  it('leaves out what follows a minus', async () => {
    expect(textsOf(await open('/search?q=filler+-filler'), '[role="status"]')[0]).toContain('No articles');
  });

  it('narrows by month', async () => {
    expect(textsOf(await open('/search?q=filler&from=2026-03'), '[role="status"]')).toEqual([
      'No articles for “filler”',
    ]);
    expect(textsOf(await open('/search?q=filler&to=2026-02'), '[role="status"]')[0]).toContain('45 articles');
  });

  it.each([
    'topic=',
    'topic=sports',
    'topic=medicine&topic=policy',
    'from=0',
    'from=2026-13',
    'from=%00&to=-1',
    'sort=oldest',
    'tag=&author=',
    'tag=%2B&author=no-one',
    'page=x',
    'page=0&page=1',
    'from=&to=&sort=&topic=',
  ])('takes %s for nothing', async (more) => {
    const page = await open(`/search?q=filler&${more}`);
    expect(textsOf(page, '[role="status"]')).toEqual(['45 articles for “filler”']);
    expect(page.querySelectorAll('option[selected]:not([value=""])')).toHaveLength(0);
  });

  it('proposes another spelling, with what else was chosen', async () => {
    const page = await open('/search?q=fillre&topic=research');
    const link = page.querySelector('.list > header p a[href*="q=filler"]');
    expect(link?.textContent).toBe('filler');
    expect(link?.getAttribute('href')).toBe('/search?q=filler&topic=research');
    expect(textsOf(await open('/search?q=filler'), '.list > header p').join()).not.toContain('Did you mean');
  });

  it('says what to do when nothing is found', async () => {
    const page = await open('/search?q=filler&topic=campus');
    const links = [...page.querySelectorAll('.list > header p a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual(['/search?q=filler', '/topics', '/tags', '/archive']);
  });

  it('is kept out of the index of robots', async () => {
    const page = await open('/search?q=filler');
    expect(page.querySelector('meta[name="robots"]')?.getAttribute('content')).toContain('noindex');
  });
});

describe('the description of the search', () => {
  it('is named in the head of each page, and leads to the search', async () => {
    const link = (await open('/')).querySelector('head > link[rel="search"]');
    expect(link?.getAttribute('type')).toBe('application/opensearchdescription+xml');
    const { status, type, body } = await ask(site.url, link?.getAttribute('href') ?? '');
    expect([status, type]).toEqual([200, 'application/opensearchdescription+xml; charset=utf-8']);
    expect(XMLValidator.validate(body)).toBe(true);
    expect(body).toContain(`${site.url}/search?q={searchTerms}`);
  });
});

describe('the tags', () => {
  it('are on one page, the most frequent first, with how many articles each has', async () => {
    const page = await open('/tags');
    expect(textsOf(page, '.tag-index li').slice(0, 2)).toEqual(['Filler 45', 'Colorado law 2']);
    expect(page.querySelector('.tag-index a')?.getAttribute('href')).toBe('/tags/filler');
  });
});
