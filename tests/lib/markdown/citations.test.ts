import { describe, expect, it } from 'vitest';
import { html, reasons, render } from '../../support/rendering.ts';

describe('citations', () => {
  const cite = (number: number, isFirst = false) =>
    `<a${isFirst ? ` id="cite-${number}"` : ''} href="#source-${number}" aria-label="Source ${number}">${number}</a>`;

  it('are links to the sources', async () => {
    expect(await html('Fact. [1] Other. [1, 2]', 2)).toBe(
      `<p>Fact.<sup class="cite">${cite(1, true)}</sup> Other.<sup class="cite">${cite(1)}, ${cite(2, true)}</sup></p>`,
    );
  });

  it('without a source stay text and are named', async () => {
    expect(await html('Fact. [3]', 2)).toBe('<p>Fact. [3]</p>');
    expect(await reasons('[1] [2] [3]', 2)).toEqual(['[3] points to a source that is not listed']);
  });

  it('stay text when one of their numbers has no source', async () => {
    expect(await html('Fact. [1, 9]', 2)).toBe('<p>Fact. [1, 9]</p>');
  });

  it('do not begin at nought', async () => {
    expect(await reasons('[1] [0]', 1)).toEqual(['[0] points to a source that is not listed']);
  });

  it('are not made of code, of years and of words', async () => {
    expect(await html('`a[1]` [2026] [a]', 1)).toBe('<p><code>a[1]</code> [2026] [a]</p>');
  });

  it('that are missing are named without a line', async () => {
    expect((await render('Fact.', 1)).problems).toEqual([
      {
        path: 'articles/x.md',
        line: undefined,
        severity: 'warning',
        reason: 'Source 1 is not cited in the text',
        fix: 'Put [1] where the text rests on it, or remove the source.',
      },
    ]);
  });

  it.each(['[see [1]](/latest)', '[see **[1]**](/latest)', '[*a [1] b*](/latest)'])(
    'make no link within a link: %s',
    async (markdown) => {
      expect(await html(markdown, 1)).not.toMatch(/<a [^>]*>(?:(?!<\/a>).)*<a /s);
    },
  );

  it('work in tables, lists and footnotes', async () => {
    const text = await html('- a [1]\n\n| b |\n| - |\n| c [1] |\n\nd[^1]\n\n[^1]: e [1]', 1);
    expect(text.match(/<sup class="cite">/g)).toHaveLength(3);
  });
});
