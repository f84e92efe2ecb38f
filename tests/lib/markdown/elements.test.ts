import { describe, expect, it } from 'vitest';
import { html, reasons, render } from '../../support/rendering.ts';

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
