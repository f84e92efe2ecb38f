import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../lib/markdown.ts';
import { html, reasons, render, surroundings } from '../../support/rendering.ts';

describe('the text', () => {
  it.each([
    ['*a* **b** `c` ~~d~~', '<p><em>a</em> <strong>b</strong> <code>c</code> <del>d</del></p>'],
    ['> quoted', '<blockquote>\n<p>quoted</p>\n</blockquote>'],
    ['3. three', '<ol start="3">\n<li>three</li>\n</ol>'],
    ['one  \ntwo', '<p>one<br>\ntwo</p>'],
    ['---', '<hr>'],
    ['```js\nlet a;\n```', '<pre><code class="language-js" tabindex="0">let a;\n</code></pre>'],
    ['a < b & c', '<p>a &#x3C; b &#x26; c</p>'],
    ['', ''],
  ])('%j becomes HTML', async (markdown, expected) => {
    expect(await html(markdown)).toBe(expected);
  });

  it('has task lists that cannot be changed', async () => {
    expect(await html('- [x] done\n- [ ] open')).toBe(
      '<ul class="contains-task-list">\n' +
        '<li class="task-list-item"><input type="checkbox" checked aria-label="Done" disabled> done</li>\n' +
        '<li class="task-list-item"><input type="checkbox" aria-label="Not done" disabled> open</li>\n' +
        '</ul>',
    );
  });

  it('has footnotes with links there and back', async () => {
    const text = await html('Text.[^n]\n\n[^n]: The note.');
    expect(text).toContain('<a href="#user-content-fn-n" id="user-content-fnref-n" data-footnote-ref');
    expect(text).toContain('<h2 class="sr-only" id="footnote-label">Footnotes</h2>');
    expect(text).toContain('<li id="user-content-fn-n">\n<p>The note. <a href="#user-content-fnref-n"');
  });

  it('has links by reference', async () => {
    expect(await html('[a][b]\n\n[b]: https://b.test/ "B"')).toBe(
      '<p><a href="https://b.test/" rel="external noopener">a</a></p>',
    );
  });

  it('has its quotes set as a printer would, but not those of code', async () => {
    expect(await html('It\'s "so" `"code"`.')).toBe('<p>It’s “so” <code>"code"</code>.</p>');
  });

  it.each([
    ['"**never**"', '<p>“<strong>never</strong>”</p>'],
    ['"*Nature*" says', '<p>“<em>Nature</em>” says</p>'],
    ['He said "[yes](/latest)".', '<p>He said “<a href="/latest">yes</a>”.</p>'],
    ['**"Never"** again', '<p><strong>“Never”</strong> again</p>'],
    ["the *study*'s end", '<p>the <em>study</em>’s end</p>'],
    ['One.  \n"Two"', '<p>One.<br>\n“Two”</p>'],
  ])('has its quotes set around marks too: %s', async (markdown, expected) => {
    expect(await html(markdown)).toBe(expected);
  });

  it('is the same each time', async () => {
    const markdown = '# A\n\n[b](/nowhere)\n\n## A\n\n[^1]\n\n[^1]: x';
    expect(await render(markdown)).toEqual(await render(markdown));
  });
});

describe('tables', () => {
  const TABLE = '| Dose | Days |\n| :-: | --: |\n| 10 | 3 |';

  it('scroll in a box with a name', async () => {
    expect(await html(TABLE)).toMatch(
      /^<div class="table-scroll" role="group" tabindex="0" aria-label="Table: Dose, Days">\n<table>/,
    );
  });

  it('keep their alignment', async () => {
    expect(await html(TABLE)).toContain('<td class="align-center">10</td>\n<td class="align-right">3</td>');
  });

  it('have a name without the numbers of sources', async () => {
    expect(await html('| Dose [1] | Days |\n| - | - |\n| 1 | 2 |', 1)).toContain(
      'aria-label="Table: Dose, Days"',
    );
  });

  it('without words in their head are a table', async () => {
    expect(await html('| | |\n| - | - |\n| 1 | 2 |')).toContain('aria-label="Table"');
  });
});

describe('shortcodes of other programs', () => {
  it.each([
    ['{{< youtube abc >}}', '{{&#x3C; youtube abc >}}', 'youtube (1)'],
    ['{{<figure src="a.png">}}', '{{&#x3C;figure src=“a.png”>}}', 'figure (1)'],
    ['{{% notice %}}', '{{% notice %}}', 'notice (1)'],
    ['{% include a.html %}', '{% include a.html %}', 'include (1)'],
    ['[caption id="a"]b[/caption]', '[caption id=“a”]b[/caption]', 'caption (2)'],
    ['[gallery]', '[gallery]', 'gallery (1)'],
    ['[su_note color="red"]', '[su_note color=“red”]', 'su_note (1)'],
  ])('are shown and named once: %s', async (markdown, shown, names) => {
    expect(await html(markdown)).toBe(`<p>${shown}</p>`);
    expect(await reasons(markdown)).toEqual([
      `Shortcodes of another program are shown as they are: ${names}`,
    ]);
  });

  it('are none in code', async () => {
    expect(await reasons('`{{< a >}}`\n\n```\n{% b %}\n```')).toEqual([]);
  });
});

describe('footnotes', () => {
  it('without their note are named, and so are notes that nothing points to', async () => {
    const { problems } = await render('Missing[^nope]. Used[^a].\n\n[^a]: A.\n[^unused]: Never.');
    expect(problems.map(({ line, reason }) => [line, reason])).toEqual([
      [1, 'The footnote [^nope] has no note'],
      [4, 'No text points to the note [^unused]'],
    ]);
  });
});

describe('problems', () => {
  it('of what refers to a definition have the line of the reference', async () => {
    const { problems } = await render('One.\n\n![a][b] [c][d]\n\n[b]: /media/none.png\n[d]: /gone');
    expect(problems.map(({ line }) => line)).toEqual([3, 3]);
  });

  it('are fifty at most, and one that says how many more there are', async () => {
    const { problems } = await render('[a](/gone) '.repeat(60));
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)?.reason).toBe('The text has 10 more problems that are not listed.');
  });

  it('are short whatever they are about', async () => {
    const long = 'a'.repeat(50_000);
    const { problems } = await render(
      `![](data:image/png;base64,${long}) [b](/${long}) [c](#${long}) [^${long}]\n\n<${'x'.repeat(5000)}>\n\n![d](/media/${long}.png)`,
    );
    expect(problems.length).toBeGreaterThan(4);
    for (const { reason, fix } of problems) expect(reason.length + fix.length).toBeLessThan(400);
  });

  it('have the line of the file, of which the text is a part', async () => {
    const { problems } = await renderMarkdown('One.\n\n[a](/gone)', 'articles/x.md', 12, surroundings);
    expect(problems).toEqual([
      {
        path: 'articles/x.md',
        line: 14,
        severity: 'warning',
        reason: 'The link /gone leads to no page of this site',
        fix: 'Correct the address; an article is /news/ and its file name without .md.',
      },
    ]);
  });

  it('are none for a sound text', async () => {
    expect(await reasons('## One\n\nText. [1] [a](/news/known) ![b](/media/a.svg)', 1)).toEqual([]);
  });
});
