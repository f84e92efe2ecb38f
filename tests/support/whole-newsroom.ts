import { ask } from './ask.ts';
import { contentWith } from './content-copy.ts';
import { newAddress, openBehind, PASSWORD, post, signIn } from './forms.ts';
import { pageText } from './page-text.ts';
import { runSite } from './running-site.ts';

/** Every kind of page that a newsroom sends, for what must hold on all of them. */

export type Page = { name: string; status: number; text: string };

const STORY = 'story';

/** An article with all that an article can have. No word of it is in the tables of messages. */
const story = (topic: string, date: Date) => `---
title: Zwölf Boxkämpfer
date: ${date.toISOString()}
updated: ${new Date().toISOString()}
topic: ${topic}
authors: [quax]
tags: [Sylt]
aliases: [old-story]
series: Quax
corrections: [{ date: 2026-11-20, text: Quax. }, { date: 2026-11-20, text: Viktor. }]
review: { by: Quax, date: 2026-11-20, due: 2099-11-20 }
source: { name: Quax, url: "https://elsewhere.example/" }
sources: [{ title: Quax, url: "https://example.org/", accessed: 2026-11-20 }]
---
Zwölf Boxkämpfer [1].

## Sylt

Quax.

## Viktor

Quax.[^1]

- [x] Sylt
- [ ] Viktor

| Sylt | Quax |
| ---- | ---- |
| 1    | 2    |

[^1]: Viktor.
`;

const filler = (topic: string, number: number) =>
  `---\ntitle: Boxkampf ${number}\ndate: 2026-10-0${(number % 9) + 1}\ntopic: ${topic}\ntags: [Sylt]\nfeatured: ${number < 3}\n---\nZwölf Boxkämpfer.\n`;

/**
 * Starts a newsroom, does what its readers and moderators do, and asks for every kind of page.
 * @param topic one of its topics
 * @param variables of the process
 */
export async function wholeNewsroom(topic: string, variables: Record<string, string>): Promise<Page[]> {
  const files = {
    [`articles/${STORY}.md`]: story(topic, new Date(Date.now() - 3_600_000)),
    'articles/closed.md': filler(topic, 0).replace('featured', 'comments: false\nfeatured'),
    ...Object.fromEntries(
      Array.from({ length: 25 }, (_, number) => [`articles/filler-${number}.md`, filler(topic, number)]),
    ),
    'articles/part.md': filler(topic, 3).replace('featured', 'series: Quax\nfeatured'),
    'articles/ended.md': filler(topic, 4).replace('featured', 'expires: 2026-10-20\nfeatured'),
    'articles/withdrawn.md': filler(topic, 5).replace('featured', 'withdrawn: Quax\nfeatured'),
    'authors/quax.md': '---\nname: Quax\n---\nBruchpilot.\n',
    'pages/disclaimer.md': '---\ntitle: Quax\n---\nQuax.\n',
  };
  const copy = contentWith(undefined, files);
  const site = await runSite(copy.content, { MODERATOR_PASSWORD: PASSWORD, TRUST_PROXY: '1', ...variables });
  const behind = await openBehind(site);
  const pages: Page[] = [];
  const keep = (name: string, answer: Awaited<ReturnType<typeof ask>>) =>
    void pages.push({ name, status: answer.status, text: pageText(answer) });
  try {
    const send = `/news/${STORY}/replies/send`;
    const form = (more: Record<string, string> = {}) => ({
      ...{
        name: 'Viktor',
        email: '',
        text: `Quax ${newAddress()}`,
        act: 'send',
        token: behind.tokenOf(STORY),
      },
      ...more,
    });
    const say = async (more: Record<string, string> = {}, address = newAddress()) => {
      const { headers } = await post(site.url, send, form(more), { 'x-forwarded-for': address });
      const path = headers.location ?? '';
      return { path, id: path.split('/').at(-1)?.split('.')[0] ?? '' };
    };
    const first = await say({ email: 'quax@example.org' });
    const { cookie, csrf } = await signIn(site.url);
    /** Judges, and looks at what the desk then says. */
    const judgeBy = async (fields: string[]) => {
      const answer = await post(site.url, '/moderation/judge', [`csrf=${csrf}`, ...fields].join('&'), {
        cookie,
      });
      const said = answer.headers.location ?? '';
      keep(`judged ${said.replace(/&of=.*/, '')}`, await ask(site.url, said, { headers: { cookie } }));
    };
    const judge = (act: string, id: string) => judgeBy([`act=${act}+${id}`]);
    await judge('publish', first.id);
    const answers = [];
    for (let number = 0; number < 23; number++) answers.push(await say({ parent: first.id }));
    for (const act of ['hold', 'spam', 'undo', 'delete', 'publish'])
      await judgeBy([`act=${act}`, ...answers.map(({ id }) => `id=${id}`)]);
    const deeper = await say({ parent: answers[0]?.id ?? '' });
    await judge('publish', deeper.id);
    const edited = await say();
    await judge('publish', edited.id);
    await post(site.url, edited.path, { act: 'edit', text: 'Quax, Quax.' });
    await judge('publish', edited.id);
    const held = await say({ name: 'Admin', text: 'https://a.example https://b.example Quax' });
    await say({ name: 'www.a.example Vіktor', text: 'Casino, Kasino' });
    const spam = await say({ email: 'quax@example.org', text: 'Sylt' });
    await judge('spam', spam.id);
    await judge('undo', spam.id);
    await judge('spam', spam.id);
    const deleted = await say({ text: 'Sylt, Sylt' });
    await judge('delete', deleted.id);
    const withdrawn = await say({ text: 'Sylt, Sylt, Sylt' });
    await post(site.url, withdrawn.path, { act: 'delete' });
    for (let number = 0; number < 7; number++)
      keep(
        'sign-in-often',
        await post(
          site.url,
          '/moderation/sign-in',
          { moderator: 'Viktor', password: `${number}` },
          { 'x-forwarded-for': '10.255.0.1' },
        ),
      );
    const viewed = [STORY, ...Array.from({ length: 14 }, (_, number) => `filler-${number}`)];
    for (let visit = 0; visit < 5; visit++)
      for (const slug of viewed) await post(site.url, '/api/views', slug, { 'content-type': 'text/plain' });

    const paths = [
      ...[
        '/',
        '/latest',
        '/latest/2',
        '/topics',
        `/topics/${topic}`,
        `/topics/${topic}/2`,
        '/tags',
        '/authors',
        '/news/ended',
        '/news/withdrawn',
        '/news/part',
        '/tags/sylt',
      ],
      ...['/tags/sylt/2', '/archive', '/archive/2026/10', '/archive/2026/10/2', '/authors/quax', '/trending'],
      ...['/search', '/search?q=Boxkampf', '/search?q=Boxkampg', '/search?q=Xylophon'],
      ...[
        `/search?q=Xylophon&topic=${topic}`,
        '/disclaimer',
        '/nothing',
        '/news/nothing',
        '/media/nothing.jpg',
      ],
      ...['/feed.xml', '/feed.json', `/topics/${topic}/feed.xml`, '/replies/feed.xml', '/opensearch.xml'],
      ...[`/news/${STORY}`, '/news/closed', '/news/filler-3', `/news/${STORY}/replies`],
      ...[`/news/${STORY}/replies/newest`, `/news/${STORY}/replies/thread/${first.id}`, send],
      ...[`/news/${STORY}/replies/answer/${first.id}`, `/news/${STORY}/replies/feed.xml`, '/moderation'],
    ];
    for (const path of paths) keep(path, await ask(site.url, path));
    for (const { path } of [first, edited, held, spam, deleted, withdrawn])
      keep(path, await ask(site.url, path));
    for (const query of [
      '',
      '?state=all&ticked=all',
      '?state=all',
      '?state=spam',
      `?state=all&slug=${STORY}&q=Quax`,
      '/log',
    ])
      keep(`/moderation${query}`, await ask(site.url, `/moderation${query}`, { headers: { cookie } }));

    const wrong: Record<string, string>[] = [
      ...[{ act: 'preview' }, { name: '' }, { name: 'Q'.repeat(61) }, { email: 'Quax' }, { text: '' }],
      ...[
        { text: 'Q'.repeat(5001) },
        { parent: 'Q'.repeat(40_001) },
        { website: 'Quax' },
        { token: 'Quax' },
        { parent: 'Quax' },
      ],
      ...[
        { text: 'Quax, Quax.' },
        { token: behind.tokenOf(STORY, 0) },
        { token: behind.tokenOf(STORY, 2e8) },
      ],
    ];
    for (const more of wrong) keep(JSON.stringify(more).slice(0, 40), await post(site.url, send, form(more)));
    keep(
      'closed',
      await post(site.url, '/news/closed/replies/send', { ...form(), token: behind.tokenOf('closed') }),
    );
    const sender = { 'x-forwarded-for': '10.255.0.2' };
    await post(site.url, send, form(), sender);
    keep('too soon', await post(site.url, send, form(), sender));
    keep('edited wrongly', await post(site.url, held.path, { act: 'edit', text: '' }));
    const signingIn = [
      { moderator: '', password: PASSWORD },
      { moderator: 'Viktor', password: 'Quax' },
    ];
    for (const more of signingIn) keep('sign-in', await post(site.url, '/moderation/sign-in', more));
    return pages;
  } finally {
    await behind.store.close();
    await site.stop();
    copy.remove();
  }
}
