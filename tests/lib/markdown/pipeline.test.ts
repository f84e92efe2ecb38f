import { describe, expect, it } from 'vitest';
import { renderMarkdown, type Surroundings } from '../../../lib/markdown.ts';

const surroundings: Surroundings = {
  imageSize: async (src) =>
    ['/media/a.svg', '/media/a.jpg'].includes(src) ? { width: 800, height: 600 } : undefined,
  leadsSomewhere: (path) => ['/', '/news/known', '/latest'].includes(path),
  origin: 'https://news.test',
  sources: 0,
};

const render = (markdown: string, sources = 0) =>
  renderMarkdown(markdown, 'articles/x.md', 1, { ...surroundings, sources });
const html = async (markdown: string, sources?: number) => (await render(markdown, sources)).html.trim();
const reasons = async (markdown: string, sources?: number) =>
  (await render(markdown, sources)).problems.map(({ reason }) => reason);

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

describe('headings', () => {
  const ids = async (markdown: string) => (await render(markdown)).headings.map(({ id }) => id);

  it('of the second and third level are listed', async () => {
    expect((await render('## One\n\n### Two\n\n#### Three')).headings).toEqual([
      { id: 'one', text: 'One', depth: 2 },
      { id: 'two', text: 'Two', depth: 3 },
    ]);
  });

  it('have ids, also those below', async () => {
    expect(await html('## One\n\n#### Deep down')).toBe(
      '<h2 id="one">One</h2>\n<h4 id="deep-down">Deep down</h4>',
    );
  });

  it('of the first level become the second, and are named', async () => {
    expect(await html('# One')).toBe('<h2 id="one">One</h2>');
    expect(await reasons('# One')).toEqual([
      'A heading of the first level is the headline, which the page has already',
    ]);
  });

  it('of one name have numbers', async () => {
    expect(await ids('## A\n\n## A\n\n## A')).toEqual(['a', 'a-2', 'a-3']);
  });

  it('do not take a number that another has', async () => {
    expect(await ids('## A-2\n\n## A\n\n## A')).toEqual(['a-2', 'a', 'a-3']);
  });

  it.each([
    ...['main', 'contents', 'sources', 'corrections', 'comments', 'related', 'top', 'recent'],
    ...['contents-heading', 'sources-heading', 'corrections-heading', 'related-heading', 'recent-heading'],
  ])('do not take the id %s, which the page has', async (id) => {
    expect(await ids(`## ${id.replace('-', ' ')}`)).toEqual([`${id}-2`]);
  });

  it('do not take the id of a source', async () => {
    expect(await ids('## Source 1')).toEqual(['section-source-1']);
  });

  it('do not take the id of a footnote', async () => {
    const text = await html('## User content fn 1\n\nText.[^1]\n\n[^1]: The note.');
    expect(text.match(/id="user-content-fn-1"/g)).toHaveLength(1);
  });

  it.each(['User content', 'User content fn 2', 'user-content-'])(
    'have an id at once, whatever they are called: %s',
    async (text) => {
      expect(await ids(`## ${text}`)).toHaveLength(1);
    },
  );

  it('without letters have an id all the same', async () => {
    expect(await ids('## …\n\n## ***!***')).toEqual(['section', 'section-2']);
  });

  it('are listed as plain text without citations', async () => {
    expect((await render('## *One* `two` [three](/latest) [1]', 1)).headings).toEqual([
      { id: 'one-two-three', text: 'One two three', depth: 2 },
    ]);
  });

  it('are listed with the quotes that the text has', async () => {
    expect((await render('## It\'s "so"')).headings).toEqual([{ id: 'its-so', text: 'It’s “so”', depth: 2 }]);
  });
});

describe('links', () => {
  it.each([
    ['[a](/news/known)', '<p><a href="/news/known">a</a></p>'],
    ['[a](/news/known?b=c#d)', '<p><a href="/news/known?b=c#d">a</a></p>'],
    ['[a](#sources)', '<p><a href="#sources">a</a></p>'],
    ['[a](https://other.test/b)', '<p><a href="https://other.test/b" rel="external noopener">a</a></p>'],
    [
      'https://other.test/b',
      '<p><a href="https://other.test/b" rel="external noopener">https://other.test/b</a></p>',
    ],
    ['[a](https://news.test/news/known)', '<p><a href="/news/known">a</a></p>'],
    ['[a](https://news.test)', '<p><a href="/">a</a></p>'],
    ['[a](//other.test/b)', '<p><a href="https://other.test/b" rel="external noopener">a</a></p>'],
    ['[a](mailto:b@c.test)', '<p><a href="mailto:b@c.test">a</a></p>'],
    ['[a](tel:+13035550100)', '<p><a href="tel:+13035550100">a</a></p>'],
  ])('%s', async (markdown, expected) => {
    expect(await html(markdown)).toBe(expected);
    expect(await reasons(markdown)).toEqual([]);
  });

  it.each([
    ['[a](HTTPS://other.test/b)', 'https://other.test/b'],
    ['[a](Mailto:b@c.test)', 'mailto:b@c.test'],
  ])('are followed when their scheme is in capitals: %s', async (markdown, address) => {
    expect((await html(markdown)).toLowerCase()).toContain(`href="${address}"`);
  });

  it.each(['/.//evil.test/a', 'https://news.test//evil.test/a', '/..//evil.test/a', '/%2e//evil.test/a'])(
    'to this site stay on it: %s',
    async (address) => {
      const href = /href="([^"]*)"/.exec(await html(`[a](${address})`))?.[1];
      expect(href === undefined ? 'news.test' : new URL(href, 'https://news.test').host).toBe('news.test');
    },
  );

  it('that lead nowhere are named, and stay', async () => {
    expect(await html('[a](/news/gone)')).toBe('<p><a href="/news/gone">a</a></p>');
    expect(await reasons('[a](/news/gone)')).toEqual(['The link /news/gone leads to no page of this site']);
  });

  it('that lead nowhere are named also with the whole address', async () => {
    expect(await reasons('[a](https://news.test/news/gone)')).toHaveLength(1);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://a.test/'])(
    'that would run or load what is no page are named, and are text: %s',
    async (address) => {
      expect(await reasons(`[a](<${address}>)`)).toEqual([`The link ${address} cannot be followed`]);
      expect(await html(`[a](<${address}>)`)).toBe('<p><a>a</a></p>');
    },
  );

  it.each(['http://', 'https://a b.test/', 'https://[::1/'])(
    'that are no addresses are named: %s',
    async (address) => {
      expect(await reasons(`[a](<${address}>)`)).toEqual([`The link ${address} cannot be followed`]);
    },
  );

  it('that are long are cut in the problem', async () => {
    const [reason] = await reasons(`[a](/${'b'.repeat(200)})`);
    expect(reason).toBe(`The link /${'b'.repeat(79)}… leads to no page of this site`);
  });
});

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

describe('citations', () => {
  const cite = (number: number) => `<a href="#source-${number}" aria-label="Source ${number}">${number}</a>`;

  it('are links to the sources', async () => {
    expect(await html('Fact. [1] Other. [1, 2]', 2)).toBe(
      `<p>Fact.<sup class="cite">${cite(1)}</sup> Other.<sup class="cite">${cite(1)}, ${cite(2)}</sup></p>`,
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

describe('tables', () => {
  const TABLE = '| Dose | Days |\n| :-: | --: |\n| 10 | 3 |';

  it('scroll in a box with a name', async () => {
    expect(await html(TABLE)).toMatch(
      /^<div class="table-scroll" role="group" tabindex="0" aria-label="Table: Dose, Days">\n<table>/,
    );
  });

  it('keep their alignment', async () => {
    expect(await html(TABLE)).toContain('<td align="center">10</td>\n<td align="right">3</td>');
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

describe('HTML in the text', () => {
  it.each([
    ['a <b>c</b> d', '<p>a <b>c</b> d</p>'],
    ['10<sup>6</sup> and H<sub>2</sub>O', '<p>10<sup>6</sup> and H<sub>2</sub>O</p>'],
    ['Line one<br>line two', '<p>Line one<br>line two</p>'],
    ['<i>a <em>*b*</em></i>', '<p><i>a <em><em>b</em></em></i></p>'],
    ['<p>One "two".</p>', '<p>One “two”.</p>'],
    ['<ul><li>a<li>b</ul>', '<ul><li>a</li><li>b</li></ul>'],
    [
      '<details>\n<summary>More</summary>\n\n*a*\n\n</details>',
      '<details>\n<summary>More</summary>\n<p><em>a</em></p>\n</details>',
    ],
    [
      '<abbr title="Food and Drug Administration">FDA</abbr>',
      '<p><abbr title="Food and Drug Administration">FDA</abbr></p>',
    ],
    [
      '<q cite="https://a.test/">b</q> <kbd>c</kbd> <mark>d</mark>',
      '<p><q cite="https://a.test/">b</q> <kbd>c</kbd> <mark>d</mark></p>',
    ],
    ['<dl><dt>a</dt><dd>b</dd></dl>', '<dl><dt>a</dt><dd>b</dd></dl>'],
    ['<a href="/latest">a</a>', '<p><a href="/latest">a</a></p>'],
    ['<a href="https://a.test/b">a</a>', '<p><a href="https://a.test/b" rel="external noopener">a</a></p>'],
    ['<b>one\n\ntwo', '<p><b>one</b></p>\n<p>two</p>'],
    ['<div>a <b>b\n\ntwo\n\n</div>', '<div>a <b>b</b>\n<p>two</p>\n</div>'],
    ['<div><b>\n\ntwo\n\n</b></div>', '<div><b></b>\n<p>two</p>\n</div>'],
    ['a </b></div> b', '<p>a  b</p>'],
  ])('is shown when it is safe: %j', async (markdown, expected) => {
    expect((await html(markdown)).replace(/\n+/g, '\n')).toBe(expected);
    expect(await reasons(markdown)).toEqual([]);
  });

  it('keeps the shape of a table', async () => {
    const text = await html(
      '<table><tr><th scope="row" colspan="2">a</th><td rowspan="3">b</td></tr></table>',
    );
    expect(text).toContain('<tr><th scope="row" colspan="2">a</th><td rowspan="3">b</td></tr>');
    expect(text).toContain('aria-label="Table: a, b"');
  });

  it.each([
    ['a <span>b</span> c', '<p>a b c</p>', 'span (1)'],
    [
      '<p class="x" style="color: red" onclick="f()" id="y">a</p>',
      '<p>a</p>',
      'class (1), style (1), onclick (1), id (1)',
    ],
    ['a <script>alert(1)</script> b', '<p>a  b</p>', 'script (1)'],
    ['<iframe src="https://a.test/">a</iframe>\n<iframe></iframe>', '', 'iframe (2)'],
    ['<form action="/x"><input name="a">b</form>', '<div>b</div>', 'input (1), form (1)'],
    ['<center>a</center><center>b</center>', '<div>a</div><div>b</div>', 'center (2)'],
    ['<?php echo 1 ?>', '', '<? … ?> (1)'],
    ['a <![CDATA[ b ]]> c', '<p>a  c</p>', '<![CDATA[ … ]]> (1)'],
    ['<div><![CDATA[ b ]]></div>', '<div></div>', '<![CDATA[ … ]]> (1)'],
    ['<frameset><frame></frameset>', '', 'frame (1), frameset (1)'],
    ['<head><meta name="a"></head>\n\nb', '<p>b</p>', 'meta (1), head (1)'],
    ['<body onload="f()">\n\nb', '<p>b</p>', 'body (1)'],
    ['<!DOCTYPE html>', '', '<? … ?> (1)'],
    ['<h2 data-x="y">A</h2>', '<h2 id="a">A</h2>', 'datax (1)'],
  ])('is left out and named once with its counts when it is not: %j', async (markdown, expected, names) => {
    expect((await html(markdown)).replaceAll('\n', '')).toBe(expected);
    expect(await reasons(markdown)).toEqual([`HTML that is not allowed is left out: ${names}`]);
  });

  it('is named with the line of the first', async () => {
    const { problems } = await render('a\n\nb <b>c</b>\nd <font>e</font>\n\n<script></script>');
    expect(problems.map(({ line, reason }) => [line, reason])).toEqual([
      [4, 'HTML that is not allowed is left out: font (1), script (1)'],
    ]);
  });

  it('makes headings that are in the contents, links that are checked and citations', async () => {
    const text = await render('<h2>One "two" [1]</h2>\n<h1>Three</h1>\n<p><a href="/gone">a</a></p>', 1);
    expect(text.headings).toEqual([
      { id: 'one-two', text: 'One “two”', depth: 2 },
      { id: 'three', text: 'Three', depth: 2 },
    ]);
    expect(text.problems.map(({ reason }) => reason)).toEqual([
      'A heading of the first level is the headline, which the page has already',
      'The link /gone leads to no page of this site',
    ]);
    expect(text.html).toContain('<sup class="cite">');
  });

  it('shows pictures of the site with their size and no others', async () => {
    const text = await html(
      '<figure><img src="/media/a.svg" alt="b"><figcaption>"c"</figcaption></figure>\n\n<img src="https://a.test/b.png" alt="d">',
    );
    expect(text).toContain('<figure><img src="/media/a.svg" alt="b" width="800" height="600"');
    expect(text).toContain('<figcaption>“c”</figcaption>');
    expect(text).toContain('<em>d</em>');
  });

  it.each([
    ['if a<b and c>d then', '<p>if a&#x3C;b and c>d then</p>'],
    ['<p>if a<b and c>d then</p>', '<p>if a&#x3C;b and c>d then</p>'],
    ['x <y and z> w', '<p>x &#x3C;y and z> w</p>'],
  ])('is no HTML when only words stand in it: %j', async (markdown, expected) => {
    expect(await html(markdown)).toBe(expected);
  });

  it.each([
    ['Para\n\n<!-- open\n\nlost', 3, '<!-- is not closed, so what follows it is left out'],
    ['Para\n\n<!-- a -->\n<!-- open\n\nshown', 4, '<!-- is not closed, so what follows it is left out'],
    ['<script>\n\nlost', 1, '<script> is not closed, so what follows it is left out'],
    ['<![CDATA[\n\nlost', 1, '<![CDATA[ is not closed, so what follows it is left out'],
    ['a\n\n<pre>\n\n**typed**', 3, '<pre> is not closed, so what follows it is shown as it is typed'],
    ['<textarea>\n\n[typed]', 1, '<textarea> is not closed, so what follows it is shown as it is typed'],
  ])('is named where it takes the rest of the text with it: %j', async (markdown, line, reason) => {
    const { problems } = await render(markdown);
    expect(problems[0]).toMatchObject({ line, reason });
  });

  it.each([
    ...['select', 'xmp', 'plaintext', 'object', 'template', 'button', 'listing', 'title', 'iframe'],
    ...['svg', 'noframes', 'canvas', 'marquee'],
  ])('leaves what follows whole after an open <%s>', async (name) => {
    const rest = '**b** [c](/d)\n\n## E\n\n| f |\n| - |\n| g |';
    const shown = await html(rest);
    for (const start of [`<${name}>x`, `a <${name}>x`]) {
      const text = await render(`${start}\n\n${rest}`);
      expect(text.html.trim().endsWith(shown)).toBe(true);
      expect(text.problems).toMatchObject([
        { line: 1, reason: `HTML that is not allowed is left out: ${name} (1)` },
        { reason: 'The link /d leads to no page of this site' },
      ]);
    }
  });

  it('keeps the words of cells apart that are in no table', async () => {
    expect(await html('<tr><td>a</td><td>b</td></tr>')).toBe('a b');
  });

  it('keeps what is within an object', async () => {
    expect(await html('<object data="x"><a href="/latest">a</a></object>')).toBe(
      '<p><a href="/latest">a</a></p>',
    );
  });

  it('leaves a comment out silently', async () => {
    expect(await html('a <!-- note --> b\n\n<!-- another\nnote -->')).toBe('<p>a  b</p>');
    expect(await reasons('a <!-- note --> b\n\n<!-- another\nnote -->')).toEqual([]);
  });

  it('cannot pass for what Markdown makes', async () => {
    const text = await html(
      '<li class="task-list-item" id="user-content-fn-1">a</li><code class="language-js" tabindex="0">b</code>',
    );
    expect(text).not.toMatch(/class|id=|tabindex/);
  });

  it('that is open too often is left out, and the words stay', async () => {
    const text = await render(`<i>${'<b><u>'.repeat(100)} words`);
    expect(text.html).toContain('words');
    expect(text.problems.map(({ reason }) => reason)).toEqual([
      'The HTML in the text is nested too deeply, so it is left out',
    ]);
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
