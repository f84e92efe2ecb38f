import { describe, expect, it } from 'vitest';
import { html, reasons } from '../../support/rendering.ts';

describe('pictures', () => {
  it('alone in their paragraph are figures with their caption', async () => {
    expect(await html('![Words](/media/a.svg "The caption")')).toBe(
      '<figure><img src="/media/a.svg" alt="Words" width="800" height="600" loading="lazy" decoding="async">' +
        '<figcaption>The caption</figcaption></figure>',
    );
  });

  it('without a caption are figures without one', async () => {
    expect(await html('![Words](/media/a.svg)')).toBe(
      '<figure><img src="/media/a.svg" alt="Words" width="800" height="600" loading="lazy" decoding="async"></figure>',
    );
  });

  it('that are photographs are offered in several widths', async () => {
    const text = await html('![Words](/media/a.jpg)');
    expect(/ srcset="([^"]*)"/.exec(text)?.[1]?.split(', ')).toEqual([
      '/images/240w/media/a.jpg.webp 240w',
      '/images/480w/media/a.jpg.webp 480w',
      '/images/960w/media/a.jpg.webp 960w',
      '/images/1600w/media/a.jpg.webp 1600w',
    ]);
    expect(text).toContain(' sizes="(min-width: 44rem) 41rem, 100vw"');
  });

  it('among words stay among them', async () => {
    expect(await html('a ![Words](/media/a.svg) b')).toMatch(/^<p>a <img src="\/media\/a\.svg" .*> b<\/p>$/);
  });

  it('by reference are pictures too', async () => {
    expect(await html('![Words][p]\n\n[p]: /media/a.svg')).toContain('<figure><img src="/media/a.svg"');
  });

  it.each(['/media/none.png', 'https://other.test/a.png', '//other.test/a.png', 'a.png', ''])(
    'that are not in content/media leave their words: %j',
    async (src) => {
      expect(await html(`![Words](${src})`)).toBe('<p><em>Words</em></p>');
      const reason = src.includes('//')
        ? `The picture ${src} is not shown: it is not a file of content/media`
        : `There is no picture ${src}`;
      expect(await reasons(`![Words](${src})`)).toEqual([reason]);
    },
  );

  it('without words are named', async () => {
    expect(await reasons('![ ](/media/a.svg)')).toEqual([
      'The picture /media/a.svg has no words for those who cannot see it',
    ]);
  });

  it('have quotes in their words written as an attribute must', async () => {
    expect(await html('![A "b" <c> & d](/media/a.svg)')).toContain('alt="A &#x22;b&#x22; <c> &#x26; d"');
  });
});
