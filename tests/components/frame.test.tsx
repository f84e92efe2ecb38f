import { cleanup, render, screen, within } from '@testing-library/react';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, describe, expect, it } from 'vitest';
import { Enhancement, SpeculationRules } from '../../components/enhancements.tsx';
import { JsonLd } from '../../components/json-ld.tsx';
import { Masthead } from '../../components/masthead.tsx';
import { Picture } from '../../components/picture.tsx';
import { Prose } from '../../components/prose.tsx';
import { SearchForm } from '../../components/search-form.tsx';
import { SiteFooter } from '../../components/site-footer.tsx';
import { SocialCard } from '../../components/social-card.tsx';
import { Theme } from '../../components/theme.tsx';
import { Time } from '../../components/time.tsx';
import { site } from '../../lib/site.ts';
import { urls } from '../../lib/urls.ts';
import { anArticle } from '../support/articles.ts';

afterEach(cleanup);

describe('the head of each page', () => {
  it('says first whose site this is not', () => {
    const { container } = render(<Masthead lastChange={undefined} hasDisclaimer />);
    const banner = screen.getByRole('complementary', { name: 'Whose site this is not' });
    expect(container.firstElementChild).toBe(banner);
    expect(banner.textContent).toBe(`${site.banner?.lead} ${site.banner?.text} ${site.banner?.link.text}`);
    expect(within(banner).getByRole('link').getAttribute('href')).toBe(site.banner?.link.href);
  });

  it('leads to no disclaimer where the content has none', () => {
    render(<Masthead lastChange={undefined} hasDisclaimer={false} />);
    const banner = screen.getByRole('complementary', { name: 'Whose site this is not' });
    expect(within(banner).queryByRole('link')).toBeNull();
    expect(banner.textContent?.trim()).toBe(`${site.banner?.lead} ${site.banner?.text}`);
  });

  it('leads home by the name of the site, which is said once', () => {
    render(<Masthead lastChange={undefined} hasDisclaimer />);
    expect(screen.getByRole('link', { name: site.name }).getAttribute('href')).toBe('/');
  });

  it('leads to what is new, to each topic in its order, and to the search', () => {
    render(<Masthead lastChange={undefined} hasDisclaimer />);
    const sections = screen.getByRole('navigation', { name: 'Sections' });
    const links = within(sections).getAllByRole('link');
    expect(links.map((link) => link.getAttribute('href'))).toEqual([
      '/latest',
      ...site.topics.map(({ id }) => `/topics/${id}`),
      '/search',
    ]);
  });

  it.each([
    ['/topics/policy', ['/topics/policy']],
    ['/latest', ['/latest']],
    ['/search?q=ketamine', ['/search']],
    ['/topics/policy/2', []],
    ['/news/a-story', []],
    [undefined, []],
  ])('marks in the menu where the reader of %s is', (path, marked) => {
    render(<Masthead path={path} lastChange={undefined} hasDisclaimer />);
    const current = screen.getByRole('navigation').querySelectorAll('[aria-current="page"]');
    expect([...current].map((link) => link.getAttribute('href'))).toEqual(marked);
  });

  const saysUpdated = (path: string, lastChange: Date | undefined) => {
    const { container } = render(<Masthead path={path} lastChange={lastChange} hasDisclaimer />);
    return container.querySelector('.updated')?.textContent;
  };

  it('says on the front page when something changed last, in the zone of the site', () => {
    const change = new Date('2026-11-23T13:00:00Z');
    expect(saysUpdated('/', change)).toBe('Updated November 23, 2026, 6:00 AM MST');
    expect(saysUpdated('/news/a-story', change)).toBeUndefined();
  });

  it('claims no change when nothing is live', () => {
    expect(saysUpdated('/', undefined)).toBeUndefined();
  });
});

describe('the foot of each page', () => {
  it('repeats whose site this is not', () => {
    render(<SiteFooter links={site.footer} />);
    const foot = screen.getByRole('contentinfo');
    expect(foot.textContent).toContain(site.banner?.lead);
    expect(foot.textContent).toContain(site.banner?.text);
    expect(foot.textContent).toContain(site.description);
  });

  it('leads to the topics, to the pages about the site and to its feeds, as it is told', () => {
    render(<SiteFooter links={site.footer} />);
    const links = within(screen.getByRole('navigation', { name: 'About the site' })).getAllByRole('link');
    expect(links.map((link) => [link.getAttribute('href'), link.textContent])).toEqual([
      ...site.topics.map(({ id, name }) => [`/topics/${id}`, name]),
      ...site.footer.map(({ href, text }) => [href, text]),
      [site.licence?.href, site.licence?.text],
    ]);
  });
});

describe('the search form', () => {
  // jsdom does not know <search>; the server writes it all the same.
  const write = (form: ReactElement) => {
    document.body.innerHTML = renderToStaticMarkup(form);
  };

  it('asks the search page by GET, and works without script', () => {
    write(<SearchForm id="here" />);
    const form = document.querySelector('search > form.search');
    expect(form?.getAttribute('action')).toBe('/search');
    expect(form?.hasAttribute('method')).toBe(false);
    const box = screen.getByRole('searchbox', { name: 'Search the site' });
    expect([box.id, box.getAttribute('name'), box.getAttribute('maxlength')]).toEqual(['here', 'q', '200']);
    expect(screen.getByRole('button', { name: 'Search' }).getAttribute('type')).toBe('submit');
  });

  it('keeps what was asked', () => {
    write(<SearchForm id="here" query={'"quoted" <b> & more'} />);
    expect(screen.getByDisplayValue('"quoted" <b> & more').id).toBe('here');
  });
});

describe('the theme', () => {
  const css = () => render(<Theme />).container.querySelector('style')?.textContent ?? '';

  it('sets each colour of the site for light and for dark', () => {
    const [light = '', dark = ''] = css().split('@media (prefers-color-scheme:dark)');
    for (const [name, colour] of Object.entries(site.colours.light))
      expect(light).toContain(`--${name}:${colour}`);
    for (const [name, colour] of Object.entries(site.colours.dark))
      expect(dark).toContain(`--${name}:${colour}`);
    expect(light).toContain('color-scheme:light dark');
  });

  it('gives each topic a class, with a colour for light and one for dark', () => {
    const [light = '', dark = ''] = css().split('@media (prefers-color-scheme:dark)');
    for (const { id, colour } of site.topics) {
      expect(light).toContain(`.topic-${id}{--topic:${colour.light}}`);
      expect(dark).toContain(`.topic-${id}{--topic:${colour.dark}}`);
    }
  });
});

const parsed = (html: string) => new DOMParser().parseFromString(html, 'text/html');

describe('structured data', () => {
  it.each(['</script><script>alert(1)</script>', '<!--<script>', ']]>', '\u2028\u2029', '"\\'])(
    'keeps %j inside its element, and gives it back unchanged',
    (headline) => {
      const page = parsed(renderToStaticMarkup(<JsonLd data={{ headline }} />));
      const scripts = page.querySelectorAll('script');
      expect(scripts).toHaveLength(1);
      expect(scripts[0]?.type).toBe('application/ld+json');
      expect(JSON.parse(scripts[0]?.textContent ?? '')).toEqual({ headline });
      expect(page.body.textContent).toBe('');
    },
  );
});

describe('what a page has beyond HTML', () => {
  it('is rules that are data', () => {
    const page = parsed(renderToStaticMarkup(<SpeculationRules />));
    const [rules, ...others] = page.querySelectorAll('script');
    expect(others).toEqual([]);
    expect(rules?.type).toBe('speculationrules');
    expect(() => JSON.parse(rules?.textContent ?? '')).not.toThrow();
  });

  it.each([
    [urls.home(), true],
    [urls.article('a-story'), true],
    [urls.topic('medicine', 2), true],
    [urls.page('about'), true],
    [urls.trending(), true],
    ['#a-section', false],
    [urls.search(), false],
    [urls.search('ketamine', 2), false],
    [urls.feed(), false],
    [urls.jsonFeed(), false],
    ['/media/covers/drawing.svg', false],
    ['https://example.org/', false],
    ['mailto:news@example.org', false],
  ])('prepares what is under the pointer when it is a page of the site: %s', (href, isPrepared) => {
    const page = parsed(renderToStaticMarkup(<SpeculationRules />));
    const [rule] = JSON.parse(page.querySelector('script')?.textContent ?? '').prerender;
    const link = page.body.appendChild(page.createElement('a'));
    link.href = href;
    expect(link.matches(rule.where.selector_matches)).toBe(isPrepared);
  });

  it('is for an article one module of the site itself, which the press keeps and nothing waits for', () => {
    const page = parsed(renderToStaticMarkup(<Enhancement />));
    const [module, ...others] = page.querySelectorAll('script');
    expect(others).toEqual([]);
    expect(module?.getAttributeNames().sort()).toEqual(['async', 'data-keep', 'src', 'type']);
    expect([module?.type, module?.textContent]).toEqual(['module', '']);
    expect(module?.getAttribute('src')).toMatch(/^\/assets\/enhance-[0-9a-f]{12}\.js$/);
  });
});

describe('a text', () => {
  it('is in the page as the catalog has rendered it', () => {
    const { container } = render(<Prose html={'<p>A <strong>strong</strong> &amp; safe text.</p>'} />);
    expect(container.innerHTML).toBe(
      '<div class="prose"><p>A <strong>strong</strong> &amp; safe text.</p></div>',
    );
  });
});

describe('a moment', () => {
  const date = new Date('2026-07-04T05:30:00Z');

  it.each([
    ['day', 'July 3, 2026'],
    ['short', 'Jul 3, 2026'],
    ['minute', 'July 3, 2026, 11:30 PM'],
    ['time', '11:30 PM'],
    ['weekday', 'Friday, July 3'],
  ] as const)('as %s reads %s', (form, words) => {
    const { container } = render(<Time date={date} form={form} />);
    expect(container.textContent).toBe(words);
  });

  it('has its exact value with its zone for machines', () => {
    const { container } = render(<Time date={date} />);
    expect(container.querySelector('time')?.getAttribute('datetime')).toBe('2026-07-03T23:30:00-06:00');
  });
});

describe('a picture', () => {
  const drawing = { src: '/media/covers/a.svg', alt: 'A drop falling into a bowl' };
  const photograph = { src: '/media/photos/a b.jpg', alt: 'A street' };

  it('keeps its place before it is there, and says what it shows', () => {
    render(<Picture picture={drawing} width={1600} height={900} sizes="100vw" />);
    const image = screen.getByRole('img', { name: 'A drop falling into a bowl' });
    expect([image.getAttribute('width'), image.getAttribute('height')]).toEqual(['1600', '900']);
  });

  it('waits until it comes near, unless it is the first that a reader sees', () => {
    const { rerender } = render(<Picture picture={drawing} width={16} height={9} sizes="100vw" />);
    expect(screen.getByRole('img').getAttribute('loading')).toBe('lazy');
    expect(screen.getByRole('img').hasAttribute('fetchpriority')).toBe(false);
    rerender(<Picture picture={drawing} width={16} height={9} sizes="100vw" first />);
    expect(screen.getByRole('img').hasAttribute('loading')).toBe(false);
    expect(screen.getByRole('img').getAttribute('fetchpriority')).toBe('high');
  });

  it('that the page holds is not requested', () => {
    const inlineSrc = 'data:image/svg+xml,%3Csvg/%3E';
    render(<Picture picture={drawing} width={16} height={9} sizes="100vw" first inlineSrc={inlineSrc} />);
    const image = screen.getByRole('img', { name: 'A drop falling into a bowl' });
    expect(image.getAttribute('src')).toBe(inlineSrc);
    expect(image.hasAttribute('fetchpriority')).toBe(false);
    expect(image.hasAttribute('loading')).toBe(false);
  });

  it('that is a drawing goes out as it is', () => {
    const { container } = render(<Picture picture={drawing} width={16} height={9} sizes="100vw" />);
    expect(container.querySelector('source')).toBeNull();
    expect(screen.getByRole('img').getAttribute('src')).toBe('/media/covers/a.svg');
    expect(screen.getByRole('img').hasAttribute('srcset')).toBe(false);
    expect(screen.getByRole('img').hasAttribute('sizes')).toBe(false);
  });

  it('that is a photograph is offered in several widths, as AVIF and as WebP', () => {
    const { container } = render(<Picture picture={photograph} width={16} height={9} sizes="50vw" />);
    const image = screen.getByRole('img', { name: 'A street' });
    const source = container.querySelector('picture > source');
    expect(image.getAttribute('src')).toBe('/media/photos/a%20b.jpg');
    expect(image.getAttribute('srcset')).toMatch(/^\/images\/240w\/media\/photos\/a%20b\.jpg\.webp 240w, /);
    expect(source?.getAttribute('type')).toBe('image/avif');
    expect(source?.getAttribute('srcset')).toMatch(/\/images\/1600w\/media\/photos\/a%20b\.jpg\.avif 1600w$/);
    expect([image.getAttribute('sizes'), source?.getAttribute('sizes')]).toEqual(['50vw', '50vw']);
  });

  it('of fewer pixels than its place goes out as it is, to be shown in its own size', () => {
    const small = { ...photograph, size: { width: 50, height: 40 } };
    const { container, rerender } = render(
      <Picture picture={small} width={16} height={9} sizes="50vw" widest={210} />,
    );
    expect(container.querySelector('source')).toBeNull();
    expect(screen.getByRole('img').hasAttribute('srcset')).toBe(false);
    expect(screen.getByRole('img').className).toBe('small');
    rerender(<Picture picture={small} width={16} height={9} sizes="50vw" widest={50} />);
    expect(container.querySelector('source')).not.toBeNull();
    expect(screen.getByRole('img').className).toBe('');
  });

  it('that is cut keeps in sight what its editor says', () => {
    render(<Picture picture={{ ...photograph, focus: [50, 12.5] }} width={16} height={9} sizes="50vw" />);
    expect(screen.getByRole('img').style.objectPosition).toBe('50% 12.5%');
  });

  it('is silent where its words stand beside it', () => {
    const { container } = render(<Picture picture={drawing} width={16} height={9} sizes="100vw" alt="" />);
    expect(container.querySelector('img')?.getAttribute('alt')).toBe('');
  });
});

describe('the social card', () => {
  it('shows the headline, the topic and the name of the site', () => {
    const { container } = render(<SocialCard article={anArticle()} cover={undefined} />);
    expect(container.textContent).toBe(`MedicineA story${site.name}`);
    expect(container.querySelector('img')).toBeNull();
  });

  it.each([
    ['Nguyễn Thị Minh and Łukasz Żak', 'Nguyễn Thị Minh and Łukasz Żak'],
    ['Dr. Erdoğan on β-blockers at 5 µg ≥ 3', 'Dr. Erdoğan on beta-blockers at 5 µg at least 3'],
    ['α-synuclein, H₂O, 10⁶ and 5 μg', 'alpha-synuclein, H2O, 10^6 and 5 µg'],
    ['Δ9-THC: 1⅔ of 2², 10⁻³', 'Delta9-THC: 1 2⁄3 of 2², 10^-3'],
    ['A smile 🙂 and psilo\u00adcybin', 'A smile and psilocybin'],
    ['deﬁnition, ＦＤＡ, Ḫ', 'definition, FDA, H'],
    ['大麻 in Denver', site.name],
    ['Αθήνα in Greece', site.name],
    ['Дело', site.name],
  ])('writes %s as %s and never as something else', (title, written) => {
    const { container } = render(<SocialCard article={anArticle({ title })} cover={undefined} />);
    expect(container.textContent).toBe(`Medicine${written}${site.name}`);
  });

  it('shows the cover as bytes of its own', () => {
    const { container } = render(<SocialCard article={anArticle()} cover={Uint8Array.of(1, 2, 3)} />);
    expect(container.querySelector('img')?.getAttribute('src')).toBe('data:image/jpeg;base64,AQID');
  });

  it('sets a long headline smaller', () => {
    const sizeOf = (title: string, cover?: Uint8Array) => {
      const { container, unmount } = render(<SocialCard article={anArticle({ title })} cover={cover} />);
      const box = [...container.querySelectorAll('div')].find(
        (element) => element.textContent === title && element.children.length === 0,
      );
      const size = box?.style.fontSize;
      unmount();
      return Number.parseInt(size ?? '', 10);
    };
    expect(sizeOf('A headline of many words that goes on and on until it needs more room')).toBeLessThan(
      sizeOf('A short headline'),
    );
    const word = 'Pseudopseudohypoparathyroidism';
    expect(word.length * 0.5 * sizeOf(word, Uint8Array.of(1))).toBeLessThan(608);
    expect(sizeOf(word, Uint8Array.of(1))).toBeLessThan(sizeOf(word));
  });

  it('of the site itself shows its name, its region and its tagline', () => {
    const { container } = render(<SocialCard article={undefined} cover={undefined} />);
    expect(container.textContent).toBe(`${site.region}${site.name}${site.tagline}`);
  });
});
