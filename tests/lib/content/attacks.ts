/**
 * Attacks on a reader by way of an article's file. Whatever is written here, nothing of it may run, load from elsewhere
 * or stand where it does not belong. Data only, so that a browser can be given the same.
 */

export type MarkdownAttack = { name: string; markdown: string };
export type FieldAttack = { name: string; fields: Record<string, unknown> };

/** What an attack that succeeds calls; a browser test can put a function of that name into the page and see. */
const RUN = 'attack()';

export const markdownAttacks: MarkdownAttack[] = [
  // Elements of HTML.
  { name: 'a script', markdown: `<script>${RUN}</script>` },
  { name: 'a script in capitals', markdown: `<ScRiPt>${RUN}</sCrIpT>` },
  { name: 'a script within a line', markdown: `text <script>${RUN}</script> text` },
  { name: 'a script that a comment cuts', markdown: `<scr<!-- -->ipt>${RUN}</script>` },
  { name: 'a script within a script', markdown: `<scr<script>ipt>${RUN}</scr</script>ipt>` },
  { name: 'a script with a slash', markdown: `<script/x>${RUN}</script>` },
  { name: 'a script without an end', markdown: `<script src="https://evil.test/a.js"` },
  { name: 'a script from elsewhere', markdown: '<script src=//evil.test/a.js></script>' },
  { name: 'a picture with a handler', markdown: `<img src=x onerror="${RUN}">` },
  { name: 'a picture with a handler after a slash', markdown: `<img/src=x/onerror=${RUN}>` },
  { name: 'a drawing with a handler', markdown: `<svg onload="${RUN}">` },
  { name: 'a drawing with a script', markdown: `<svg><script>${RUN}</script></svg>` },
  {
    name: 'a drawing with an animated link',
    markdown: `<svg><a><animate attributeName=href values="javascript:${RUN}"/><text y=20>x</text></a></svg>`,
  },
  { name: 'a drawing with a use element', markdown: '<svg><use href="data:image/svg+xml,x#y"/></svg>' },
  {
    name: 'MathML with a link',
    markdown: `<math><maction actiontype="statusline" xlink:href="javascript:${RUN}">x</maction></math>`,
  },
  { name: 'a frame', markdown: `<iframe src="javascript:${RUN}"></iframe>` },
  { name: 'a frame with a document', markdown: `<iframe srcdoc="<script>${RUN}</script>"></iframe>` },
  { name: 'an object', markdown: `<object data="javascript:${RUN}"></object>` },
  { name: 'an embedded file', markdown: `<embed src="javascript:${RUN}">` },
  { name: 'a base', markdown: '<base href="https://evil.test/">' },
  { name: 'a refresh', markdown: `<meta http-equiv="refresh" content="0;url=javascript:${RUN}">` },
  { name: 'a style sheet', markdown: '<link rel="stylesheet" href="https://evil.test/a.css">' },
  { name: 'styles', markdown: '<style>@import "https://evil.test/a.css"; * { display: none }</style>' },
  { name: 'a form', markdown: `<form action="javascript:${RUN}"><button>Press</button></form>` },
  {
    name: 'a button with an action',
    markdown: `<button formaction="javascript:${RUN}">Press</button>`,
  },
  { name: 'a field with focus', markdown: `<input autofocus onfocus="${RUN}">` },
  { name: 'details that open', markdown: `<details open ontoggle="${RUN}"><summary>x</summary></details>` },
  { name: 'a film', markdown: `<video><source onerror="${RUN}"></video>` },
  { name: 'a sound', markdown: `<audio src=x onerror="${RUN}"></audio>` },
  { name: 'a body', markdown: `<body onload="${RUN}">` },
  { name: 'a marquee', markdown: `<marquee onstart="${RUN}">x</marquee>` },
  { name: 'a template', markdown: `<template><script>${RUN}</script></template>` },
  { name: 'a template without an end', markdown: `<template><img src=x onerror="${RUN}">` },
  { name: 'a select without an end', markdown: `<select><img src=x onerror="${RUN}">` },
  { name: 'a select with a script', markdown: `<select><script>${RUN}</script></select>` },
  { name: 'a text field that ends early', markdown: `a <textarea></textarea><img src=x onerror="${RUN}">` },
  { name: 'plain text without an end', markdown: `<plaintext><img src=x onerror="${RUN}">` },
  { name: 'an example that ends in a value', markdown: `<xmp><p title="</xmp><img src=x onerror=${RUN}>">` },
  { name: 'a title that ends in a value', markdown: `<title><p title="</title><img src=x onerror=${RUN}>">` },
  { name: 'an object with a link', markdown: `<object><a href="javascript:${RUN}">x</a></object>` },
  { name: 'an element by the name of what is left out', markdown: `<left-out-select onclick="${RUN}">x` },
  { name: 'a comment after a paragraph, without an end', markdown: `a\n\n<!-- <img src=x onerror="${RUN}">` },
  { name: 'cells without a table', markdown: `<tr><td onclick="${RUN}">a</td><td>b</td></tr>` },
  { name: 'a portal of its own name', markdown: `<x-portal onclick="${RUN}">x</x-portal>` },
  { name: 'attributes of style and class', markdown: '<p style="position:fixed" class="banner">x</p>' },
  { name: 'an id that hides a form', markdown: '<form id="cookie"><input name="parentNode"></form>' },

  // Comments, instructions and sections.
  { name: 'a comment that ends early', markdown: `<!--><img src=x onerror="${RUN}">-->` },
  { name: 'a comment that ends with a sign', markdown: `<!-- --!><img src=x onerror="${RUN}">-->` },
  { name: 'a comment without an end', markdown: `<!-- <script>${RUN}</script>` },
  { name: 'a comment between comments', markdown: `<!-- a --><script>${RUN}</script><!-- b -->` },
  { name: 'a conditional comment', markdown: `<!--[if true]><script>${RUN}</script><![endif]-->` },
  { name: 'an instruction', markdown: `<?xml-stylesheet href="javascript:${RUN}"?>` },
  { name: 'a section of characters', markdown: `<![CDATA[<script>${RUN}</script>]]>` },
  { name: 'a declaration', markdown: '<!DOCTYPE html SYSTEM "https://evil.test/a.dtd">' },
  { name: 'the end of a section of characters', markdown: `text ]]> <script>${RUN}</script> ]]&gt;` },

  // What parsers read differently the second time.
  {
    name: 'a title in a drawing in a form',
    markdown: `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${RUN}>`,
  },
  {
    name: 'a style in a drawing',
    markdown: `<svg></p><style><a id="</style><img src=1 onerror=${RUN}>">`,
  },
  { name: 'a noscript', markdown: `<noscript><p title="</noscript><img src=x onerror=${RUN}>">` },
  { name: 'a title', markdown: `<title><a id="</title><img src=x onerror=${RUN}>">` },
  { name: 'a text area', markdown: `<textarea><a id="</textarea><img src=x onerror=${RUN}>">` },
  { name: 'plain text', markdown: `<plaintext><img src=x onerror=${RUN}>` },
  { name: 'a table that lets go', markdown: `<table><a href="javascript:${RUN}"><tr></a></table>` },
  { name: 'an attribute in accents graves', markdown: `<img src=x alt=\`\`onerror=${RUN}>` },
  { name: 'a NUL within a name', markdown: `<scr\0ipt>${RUN}</scr\0ipt>` },

  // Addresses of links.
  { name: 'a link that runs', markdown: `[x](javascript:${RUN})` },
  { name: 'a link that runs, in mixed case', markdown: `[x](JaVaScRiPt:${RUN})` },
  { name: 'a link that runs, with an entity', markdown: `[x](javascript&colon;${RUN})` },
  { name: 'a link that runs, with numbered entities', markdown: `[x](&#106;&#x61;vascript:${RUN})` },
  { name: 'a link that runs, with a tab', markdown: `[x](<java\tscript:${RUN}>)` },
  { name: 'a link that runs, with a tab as an entity', markdown: `[x](java&Tab;script:${RUN})` },
  { name: 'a link that runs, with a new line as an entity', markdown: `[x](java&NewLine;script:${RUN})` },
  { name: 'a link that runs, after a space', markdown: `[x](< javascript:${RUN}>)` },
  { name: 'a link that runs, after a control character', markdown: `[x](<\u0001javascript:${RUN}>)` },
  { name: 'a link that runs, after an entity of one', markdown: `[x](&#14;javascript:${RUN})` },
  { name: 'a link that runs, after a NUL', markdown: `[x](<\0javascript:${RUN}>)` },
  { name: 'a link that runs, after a no-break space', markdown: `[x](<\u00a0javascript:${RUN}>)` },
  { name: 'a link that runs, with an escape', markdown: `[x](javascript\\:${RUN})` },
  { name: 'a link that runs, percent-encoded', markdown: `[x](javascript%3A${RUN})` },
  { name: 'a link with a view of the source', markdown: `[x](view-source:javascript:${RUN})` },
  { name: 'a link with VBScript', markdown: '[x](vbscript:msgbox(1))' },
  { name: 'a link with data', markdown: `[x](data:text/html,<script>${RUN}</script>)` },
  { name: 'a link with data in base 64', markdown: '[x](data:text/html;base64,PHNjcmlwdD4xPC9zY3JpcHQ+)' },
  { name: 'a link with a blob', markdown: '[x](blob:https://evil.test/1)' },
  { name: 'a link with a file', markdown: '[x](file:///etc/passwd)' },
  { name: 'a link that ends its attribute', markdown: `[x](/a"onmouseover="${RUN})` },
  { name: 'a link that ends its attribute by entity', markdown: `[x](/a&quot;onmouseover=&quot;${RUN})` },
  { name: 'a link with a title that ends its attribute', markdown: `[x](/a '"onmouseover="${RUN}')` },
  { name: 'a link by reference that runs', markdown: `[x][r]\n\n[r]: javascript:${RUN}` },
  {
    name: 'a link by reference with a title that ends its attribute',
    markdown: `[x][r]\n\n[r]: /a '"><img src=x onerror=${RUN}>'`,
  },
  { name: 'a link in angle brackets that runs', markdown: `<javascript:${RUN}>` },
  { name: 'an address in the text that runs', markdown: `javascript://evil.test/%0a${RUN}` },
  { name: 'an address in the text that ends its attribute', markdown: `https://a.test/"onmouseover="${RUN}` },
  { name: 'a mail address that ends its attribute', markdown: `<a"onmouseover="${RUN}@b.test>` },
  { name: 'a fragment that runs', markdown: `[x](#javascript:${RUN})` },
  { name: 'a link in a link', markdown: `[[x](javascript:${RUN})](/a)` },
  { name: 'a link to a host without a scheme', markdown: '[x](//evil.test/a)' },
  { name: 'a path that becomes a host', markdown: '[x](/.//evil.test/a)' },
  { name: 'a path that becomes no address at all', markdown: '[x](/.//)' },
  { name: 'a path of backslashes', markdown: '[x](/\\\\evil.test/a)' },

  // Addresses of pictures.
  { name: 'a picture that runs', markdown: `![x](javascript:${RUN})` },
  { name: 'a picture of data', markdown: `![x](data:image/svg+xml,<svg/onload=${RUN}>)` },
  { name: 'a picture from elsewhere', markdown: '![x](https://evil.test/a.png)' },
  { name: 'a picture from a host without a scheme', markdown: '![x](//evil.test/a.png)' },
  { name: 'a picture with backslashes', markdown: '![x](\\\\\\\\evil.test\\a.png)' },
  {
    name: 'a picture with backslashes after the folder',
    markdown: '![x](/media\\\\..\\\\..\\\\evil.test/a.png)',
  },
  { name: 'a picture outside of the folder', markdown: '![x](/media/../../../etc/passwd)' },
  { name: 'a picture outside of the folder, encoded', markdown: '![x](/media/%2e%2e/%2e%2e/etc/passwd)' },
  { name: 'a picture by reference from elsewhere', markdown: '![x][r]\n\n[r]: https://evil.test/a.png' },
  {
    name: 'a picture with words that end their attribute',
    markdown: `![" onerror="${RUN}](/media/cover.svg)`,
  },
  {
    name: 'a missing picture with words of HTML',
    markdown: `![<img src=x onerror=${RUN}>](/media/none.svg)`,
  },
  {
    name: 'a picture with a caption of HTML',
    markdown: `![x](/media/cover.svg '<img src=x onerror=${RUN}>')`,
  },
  {
    name: 'a picture with more than its address',
    markdown: '![x](</media/cover.svg 1x, https://evil.test/a.png 2x>)',
  },

  // Marks of Markdown that become attributes.
  {
    name: 'a footnote with a name of HTML',
    markdown: `x[^"><img/src=x/onerror=${RUN}>]\n\n[^"><img/src=x/onerror=${RUN}>]: y`,
  },
  {
    name: 'a footnote with a name that ends its attribute',
    markdown: `x[^"onclick="${RUN}]\n\n[^"onclick="${RUN}]: y`,
  },
  { name: 'a footnote with a name of every object', markdown: 'x[^__proto__]\n\n[^__proto__]: y' },
  { name: 'a footnote with HTML in it', markdown: `x[^1]\n\n[^1]: <script>${RUN}</script>` },
  { name: 'a heading with the name of a property', markdown: '## cookie\n\n## parentNode\n\n## __proto__' },
  { name: 'a heading with an id of the page', markdown: '## Main\n\n## Contents\n\n## Source 1' },
  { name: 'a heading with HTML', markdown: `## <img src=x onerror=${RUN}> heading` },
  { name: 'code in a language that ends its attribute', markdown: `\`\`\`js"onclick="${RUN}\ncode\n\`\`\`` },
  { name: 'code in a language of many classes', markdown: '```js\u00a0banner\ncode\n```' },
  { name: 'code that ends its element', markdown: `\`\`\`\n</code></pre><script>${RUN}</script>\n\`\`\`` },
  { name: 'code within a line that ends its element', markdown: `\`</code><script>${RUN}</script>\`` },
  { name: 'a cell with HTML', markdown: `| a |\n| - |\n| <img src=x onerror=${RUN}> |` },
  { name: 'a head of a table that ends its attribute', markdown: `| "onclick="${RUN} |\n| - |\n| a |` },
  {
    name: 'a head of a table with HTML',
    markdown: `| <b onclick="${RUN}">a</b> |\n| - |\n| <script>b</script> |`,
  },
  { name: 'a task with HTML', markdown: `- [x] <input onfocus="${RUN}" autofocus>` },
  { name: 'a citation with HTML', markdown: `[1<script>${RUN}</script>] [1]` },
  { name: 'entities of a script', markdown: `&lt;script&gt;${RUN}&lt;/script&gt;` },
  { name: 'entities of entities', markdown: `&amp;lt;script&amp;gt;${RUN}&amp;lt;/script&amp;gt;` },
  { name: 'text that reads as an attribute', markdown: 'Write href="/about" and src="/media/a.png" so.' },
  { name: 'a quote of many levels', markdown: `${'> '.repeat(50)}<script>${RUN}</script>` },
  { name: 'a front matter in the text', markdown: `---js\n${RUN}\n---\n` },
  { name: 'MDX', markdown: `import x from 'fs'\n\n{${RUN}}\n\n<Script>{${RUN}}</Script>` },
  { name: 'a directive', markdown: `:script[x]{onclick="${RUN}"}\n\n## heading {#id onclick="${RUN}"}` },
];

const SCRIPT = `</script><script>${RUN}</script>`;
const IMAGE = `"><img src=x onerror=${RUN}>`;

/** Fields of an article's front matter; those that are not accepted at all are safe as well. */
export const fieldAttacks: FieldAttack[] = [
  { name: 'a title that ends a script', fields: { title: SCRIPT } },
  { name: 'a title that opens a comment in a script', fields: { title: '<!--<script>' } },
  { name: 'a title that ends a section of characters', fields: { title: ']]><script>1</script>' } },
  { name: 'a title with entities of XML', fields: { title: '&lt;script&gt; &#60; &xxe; %pe;' } },
  {
    name: 'a title with a declaration',
    fields: { title: '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>' },
  },
  {
    name: 'a title with characters that XML does not have',
    fields: { title: 'a\0\u0001\u0008\u000b\uffff\ud800b' },
  },
  { name: 'a title with the line ends of JavaScript', fields: { title: 'a\u2028b\u2029c' } },
  { name: 'a title that turns the line around', fields: { title: 'a\u202eb\u2066c' } },
  { name: 'a title that ends an attribute', fields: { title: IMAGE } },
  { name: 'a title of JSON', fields: { title: '","url":"javascript:alert(1)' } },
  { name: 'an excerpt that ends a script', fields: { excerpt: SCRIPT } },
  { name: 'an excerpt that ends a section of characters', fields: { excerpt: `]]>${IMAGE}` } },
  { name: 'tags of HTML', fields: { tags: [SCRIPT.slice(0, 40), '"><b onclick=x>', '../../etc'] } },
  {
    name: 'words of a cover that end their attribute',
    fields: { cover: { src: '/media/cover.svg', alt: IMAGE } },
  },
  { name: 'a credit of HTML', fields: { cover: { src: '/media/cover.svg', alt: 'A', credit: SCRIPT } } },
  { name: 'a cover that runs', fields: { cover: { src: `javascript:${RUN}`, alt: 'A' } } },
  { name: 'a cover from elsewhere', fields: { cover: { src: '//evil.test/a.png', alt: 'A' } } },
  {
    name: 'a cover that ends its attribute',
    fields: { cover: { src: `/media/a" onerror="${RUN}`, alt: 'A' } },
  },
  { name: 'a source with a title of HTML', fields: { sources: [{ title: SCRIPT, url: 'https://a.test/' }] } },
  { name: 'a source that runs', fields: { sources: [{ title: 'A', url: `javascript:${RUN}` }] } },
  {
    name: 'a source with an address that ends its attribute',
    fields: { sources: [{ title: 'A', url: `https://a.test/"onclick="${RUN}` }] },
  },
  {
    name: 'a source with a publisher of HTML',
    fields: { sources: [{ title: 'A', url: 'https://a.test/', publisher: IMAGE }] },
  },
  {
    name: 'a source with a DOI of HTML',
    fields: { sources: [{ title: 'A', doi: '10.1000/<script>alert(1)</script>' }] },
  },
  { name: 'a correction of HTML', fields: { corrections: [{ date: '2026-03-01', text: SCRIPT }] } },
  { name: 'a review by HTML', fields: { review: { by: SCRIPT, date: '2026-03-01' } } },
  { name: 'a report elsewhere that runs', fields: { source: { name: 'A', url: `javascript:${RUN}` } } },
  {
    name: 'a report elsewhere with a name of HTML',
    fields: { source: { name: SCRIPT, url: 'https://a.test/' } },
  },
  { name: 'a canonical address that runs', fields: { canonical: `javascript:${RUN}` } },
  { name: 'a canonical address of data', fields: { canonical: 'data:text/html,x' } },
  { name: 'an author of HTML', fields: { authors: [SCRIPT] } },
  { name: 'an author outside of the folder', fields: { authors: ['../../etc/passwd'] } },
  { name: 'an alias of HTML', fields: { aliases: ['"><script>'] } },
  { name: 'an alias on another host', fields: { aliases: ['//evil.test'] } },
];
