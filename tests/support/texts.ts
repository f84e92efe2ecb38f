/** An article with one of everything that Markdown can become, wide where it can be wide. */
export const everyElement = `---
title: "Every element of 3,4-methylenedioxymethamphetamine"
date: 2026-01-02T06:00:00-07:00
topic: research
cover: { src: /media/wide.svg, alt: "A wide blue band" }
tags: [Elements, "${'Uninterrupted'.repeat(3)}"]
sources:
  - title: "https://example.org/${'a-very-long-address-'.repeat(8)}"
    url: https://example.org/
---
A paragraph with *emphasis*, **strong** text, ~~struck~~ text, \`code\`, ${'uninterrupted'.repeat(12)}, a source [1],
a note[^a] and an address: https://example.org/${'an-address-without-any-break-in-it/'.repeat(6)}

## A section

\`\`\`js
const line = '${'code that does not fit a narrow screen '.repeat(6)}';
\`\`\`

### A part

#### A detail

- a list
  - within a list
- [x] done
- [ ] open

1. first
2. second

> A quotation.

![A square drawing](/media/wide.svg "The caption of the figure")

## Tables

| Name | A long heading | Another long heading | A third long heading | A fourth one | Number |
| --- | --- | --- | --- | :---: | ---: |
| One | Some text in it | Some text in it | Some text in it | Some text in it | 1 |

A second table with the same columns:

| Name | A long heading | Another long heading | A third long heading | A fourth one | Number |
| --- | --- | --- | --- | :---: | ---: |
| Two | Some text in it | Some text in it | Some text in it | Some text in it | 2 |

---

The end.

[^a]: The note, which has \`code\` and a [link](/latest).
`;

export const wideDrawing =
  '<svg xmlns="http://www.w3.org/2000/svg" width="2400" height="300"><rect width="2400" height="300" fill="#357"/></svg>';

const SCRIPT = '<script>console.error("hostile")</script>';
const IMAGE = '<img src=x onerror="console.error(1)">';

/** What an attacker would commit: script in every field and in every part of a text, by path in the content folder. */
export const hostileFiles: Record<string, string> = {
  'articles/hostile.md': `---
title: '</title></script>${SCRIPT}'
date: 2026-03-04T06:00:00-07:00
topic: medicine
authors: [hostile]
tags: ['${SCRIPT.slice(0, 40)}', '">${IMAGE.slice(0, 36)}']
excerpt: '"></p>${IMAGE}${SCRIPT}'
cover: { src: /media/hostile.svg, alt: '">${IMAGE}', credit: '${SCRIPT}' }
featured: true
sources:
  - title: '${SCRIPT}'
    url: 'https://www.fda.gov/"><script>console.error(2)</script>'
    publisher: '${IMAGE}'
  - title: '${IMAGE}'
    doi: '10.1056/<script>'
corrections: [{ date: 2026-03-04, text: '${SCRIPT}${IMAGE}' }]
review: { by: '${IMAGE}', date: 2026-03-04 }
source: { name: '${SCRIPT}', url: 'https://www.nih.gov/"onmouseover="console.error(3)' }
---
${SCRIPT}

A text ${IMAGE} with <b onclick="console.error(4)">HTML</b> in it <script>console.error(5)</script> and a source. [1, 2]

${IMAGE}

<svg onload="console.error(6)"><script>console.error(7)</script></svg>

<iframe src="javascript:console.error(8)"></iframe>

<style>body { background: url(https://elsewhere.example/style) }</style>

[one](javascript:console.error(9)) [two](JaVaScRiPt:console.error(9)) [three](&#106;avascript:console.error(9))
[four](java&#10;script:console.error(9)) [five](data:text/html,${encodeURIComponent(SCRIPT)})
[six](vbscript:msgbox(1)) [seven](javascript&colon;console.error(9)) <javascript:console.error(9)> [eight][ref]
[nine](/latest "\\" onmouseover=\\"console.error(9)") [ten](//elsewhere.example/page)

![one](javascript:console.error(10)) ![two](data:image/svg+xml,${encodeURIComponent(IMAGE)})
![three](https://elsewhere.example/pixel.png) ![four](/media/hostile.svg "\\" onload=\\"console.error(10)")

## &lt;script&gt;console.error(11)&lt;/script&gt;

## A heading " onmouseover="console.error(11)

| ${SCRIPT} | &lt;img src=x onerror=console.error(12)&gt; |
| --- | --- |
| ${IMAGE} | \`${SCRIPT}\` |

- [x] ${IMAGE}

\`\`\`html" onmouseover="console.error(13)
${SCRIPT}
\`\`\`

A note.[^n]

[^n]: ${SCRIPT} [eleven](javascript:console.error(14))

[ref]: javascript:console.error(15)
`,
  'articles/hostile-address.md': `---
title: Hostile address
date: 2026-03-04
topic: medicine
sources: [{ title: A source, url: 'javascript:console.error(16)' }]
---
Text.
`,
  'authors/hostile.md': `---
name: '${IMAGE}'
role: '${SCRIPT}'
picture: { src: /media/hostile.svg, alt: '">${IMAGE}' }
---
${SCRIPT} [a link](javascript:console.error(17)) ${IMAGE}
`,
  'pages/hostile-page.md': `---
title: '${SCRIPT}'
description: '">${IMAGE}'
---
${SCRIPT} [a link](javascript:console.error(18)) ${IMAGE}
`,
  'media/hostile.svg':
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" onload="console.error(19)">' +
    '<script>console.error(20)</script><image href="https://elsewhere.example/pixel.png"/></svg>',
};
