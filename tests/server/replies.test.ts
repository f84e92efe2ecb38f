// @vitest-environment jsdom
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { fuzzedText, HOSTILE_TEXTS } from '../lib/comments/hostile.ts';
import { dice } from '../lib/server/page-cache/fixtures.ts';
import { type Asked, ask } from '../support/ask.ts';
import { contentWith } from '../support/content-copy.ts';
import {
  articleOfToday,
  type Behind,
  type Form,
  newAddress,
  openBehind,
  PASSWORD,
  post,
  signIn,
} from '../support/forms.ts';
import { type RunningSite, runSite } from '../support/running-site.ts';

/** Attacks on what readers send, over HTTP: no error, no script on a page, and no comment past the screening. */

const SEND = '/news/a-story/replies/send';
const JUDGE = '/moderation/judge';

let copy: ReturnType<typeof contentWith>;
let site: RunningSite;
let behind: Behind;
let session: { cookie: string; csrf: string };

beforeAll(async () => {
  copy = contentWith('tests/newsroom', {
    'articles/a-story.md': articleOfToday('A story'),
    'articles/other-story.md': articleOfToday('Other story'),
  });
  site = await runSite(copy.content, { MODERATOR_PASSWORD: PASSWORD, TRUST_PROXY: '1', LOG_REQUESTS: '1' });
  behind = await openBehind(site);
  session = await signIn(site.url);
});
afterAll(async () => {
  const output = site?.output();
  await behind?.store.close();
  expect(await site?.stop()).toBe(0);
  copy?.remove();
  expect(output).not.toMatch(/"level":(?:50|60)/);
});

const send = (form: Form | string, headers?: Record<string, string>) => post(site.url, SEND, form, headers);
const get = (target: string, headers: Record<string, string> = {}) => ask(site.url, target, { headers });

/** A form that would be taken. */
const good = (parts: Form = {}): Form => ({
  name: 'Ada',
  email: '',
  text: `A comment of its own, ${newAddress()}`,
  token: behind.tokenOf('a-story'),
  act: 'send',
  ...parts,
});

const documents = new WeakMap<Asked, Document>();

/** An answer's page, which is parsed once however often it is looked at. */
function parsed(answer: Asked): Document {
  const page = documents.get(answer) ?? new DOMParser().parseFromString(answer.body.toString(), 'text/html');
  documents.set(answer, page);
  return page;
}

/** What of a page a browser would run. */
function runnableIn(answer: Asked): string[] {
  const page = parsed(answer);
  const scripts = [...page.querySelectorAll('script')].filter(
    (script) => !/json|speculationrules/.test(script.type) && !script.hasAttribute('data-keep'),
  );
  const frames = [...page.querySelectorAll('iframe, object, embed, base, meta[http-equiv="refresh"]')];
  const attributes = [...page.querySelectorAll('*')].flatMap((element) =>
    [...element.attributes].filter(
      ({ name, value }) => /^on|srcdoc/.test(name) || /^\s*javascript:/i.test(value),
    ),
  );
  return [
    ...[...scripts, ...frames].map(({ outerHTML }) => outerHTML),
    ...attributes.map(({ name, value }) => `${name}=${value}`),
  ];
}

/** As a browser reads it from a page. */
const asShown = (text: string) => text.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd');

/** Expects a page that says why, and holds what was typed. */
function expectRefused(answer: Asked, form: Form, why: RegExp): void {
  expect(answer.status).toBe(422);
  expect(answer.headers['cache-control']).toBe('no-store');
  const page = parsed(answer);
  expect(page.querySelector('[role="alert"]')?.textContent).toMatch(why);
  expect(page.querySelector('textarea')?.textContent).toBe(asShown(form.text ?? ''));
  for (const name of ['name', 'email'])
    expect(page.querySelector(`input[name="${name}"]`)?.getAttribute('value') ?? '').toBe(
      asShown(form[name] ?? ''),
    );
  expect(runnableIn(answer)).toEqual([]);
}

const stateOf = async (query: string) => {
  const queue = await behind.comments.moderation.queue({ query });
  return queue?.items.map(({ state }) => state);
};
const numberOfComments = async () => (await behind.comments.moderation.queue())?.total;

describe('the search for what runs', () => {
  it('finds it', () => {
    for (const html of [
      '<script>x</script>',
      '<p onclick="x">',
      '<a href=" javascript:x">',
      '<iframe src="/"></iframe>',
    ])
      expect(runnableIn({ status: 200, headers: {}, body: Buffer.from(html) })).not.toEqual([]);
  });
});

describe('a hostile text', () => {
  it.each(HOSTILE_TEXTS)('(%s) waits as text, wherever it is shown', async (what, text) => {
    const mark = `mark${newAddress().replaceAll('.', 'x')}`;
    const form = good({ text: `${text}\n\n${what} ${mark}`, name: `A ${text.slice(0, 50)}` });
    const preview = await send({ ...form, act: 'preview' });
    expect(preview.status).toBe(200);
    expect(runnableIn(preview)).toEqual([]);
    expectRefused(await send({ ...form, token: 'forged' }), form, /does not belong to this article/);

    const sent = await send(form);
    expect(sent.status).toBe(303);
    const location = sent.headers.location ?? '';
    expect(location).toMatch(/^\/news\/a-story\/replies\/own\/[\w.-]+$/);
    expect(await stateOf(mark)).toEqual(['held']);
    const pages = [await get(location), await get(`/moderation?q=${mark}`, { cookie: session.cookie })];
    for (const page of pages) {
      expect(page.status).toBe(200);
      expect(page.body.toString()).toContain(mark);
      expect(runnableIn(page)).toEqual([]);
    }
    for (const target of ['/news/a-story', '/news/a-story/replies/feed.xml', '/replies/feed.xml'])
      expect((await get(target)).body.toString()).not.toContain(mark);
  });

  it('in every other field comes to nothing', async () => {
    const before = await numberOfComments();
    for (const [, text] of HOSTILE_TEXTS)
      for (const field of ['token', 'parent', 'email', 'website']) {
        const form = good({ [field]: text });
        expectRefused(await send(form), form, /\.$/);
      }
    expect(await numberOfComments()).toBe(before);
  });
});

describe('a body', () => {
  const boundary = 'x'.repeat(20);
  const multipart = `--${boundary}\r\nContent-Disposition: form-data; name="text"\r\n\r\nHello\r\n--${boundary}--\r\n`;

  it.each<[string, string, string]>([
    ['nothing', 'application/x-www-form-urlencoded', ''],
    ['JSON', 'application/json', '{"name":"Ada","text":["a"],"token":{}}'],
    ['JSON that is broken', 'application/json', '{"name":'],
    ['a form in parts', `multipart/form-data; boundary=${boundary}`, multipart],
    ['lists', 'application/x-www-form-urlencoded', 'name[]=a&text[]=b&token[x]=c&__proto__[a]=b'],
    [
      "names of the language's own",
      'application/x-www-form-urlencoded',
      '__proto__=a&constructor=b&toString=c',
    ],
    ['broken escapes', 'application/x-www-form-urlencoded', 'name=%zz&text=%ff%c3&token=%'],
    ['nulls', 'application/x-www-form-urlencoded', 'name=%00&text=%00%00&token=%00&parent=%00'],
    ['signs alone', 'text/plain', '&&==&=&;;'],
    [
      'a text too long for any field',
      'application/x-www-form-urlencoded',
      `name=A&text=${'x'.repeat(60_000)}`,
    ],
  ])('of %s is refused with the form', async (_, type, body) => {
    const before = await numberOfComments();
    const answer = await send(body, { 'content-type': type });
    expect(answer.status).toBe(422);
    expect(parsed(answer).querySelector('[role="alert"]')?.textContent).toMatch(/\.$/);
    expect(parsed(answer).querySelector('form.reply-form')).not.toBeNull();
    expect(runnableIn(answer)).toEqual([]);
    expect(await numberOfComments()).toBe(before);
  });

  it('that repeats a field is read as if it were there once', async () => {
    const form = new URLSearchParams(good());
    for (const name of ['name', 'text', 'token', 'act']) form.append(name, form.get(name) ?? '');
    expect((await send(form.toString())).status).toBe(303);
  });

  it.each([65_537, 200_000, 3_000_000])('of %i bytes is too large, and is told so', async (size) => {
    for (const target of [
      SEND,
      `${SEND.replace('send', 'own')}/x`,
      '/moderation/sign-in',
      JUDGE,
      '/api/views',
    ]) {
      const answer = await post(site.url, target, `text=${'x'.repeat(size - 5)}`, { cookie: session.cookie });
      expect([target, answer.status]).toEqual([target, 413]);
    }
  });

  it('of 65536 bytes is not too large', async () => {
    expect((await send(`text=${'x'.repeat(65_531)}`)).status).toBe(422);
  });

  it('that breaks off leaves no trace, and the site goes on', async () => {
    const before = await numberOfComments();
    await new Promise<void>((resolve) => {
      const sent = request(site.url + SEND, { method: 'POST', headers: { 'content-length': 1000 } });
      sent.on('error', () => resolve());
      sent.write('name=Ada&text=half', () => setTimeout(() => sent.destroy(), 50));
    });
    expect((await send(good())).status).toBe(303);
    expect(await numberOfComments()).toBe((before ?? 0) + 1);
  });
});

describe('a token', () => {
  it.each<[string, () => string, RegExp]>([
    ['that is missing', () => '', /does not belong/],
    ['that is made up', () => `${Date.now().toString(36)}.${'A'.repeat(32)}`, /does not belong/],
    ['of another article', () => behind.tokenOf('other-story'), /does not belong/],
    [
      'whose time was changed',
      () => behind.tokenOf('a-story').replace(/^\w+/, (60_000).toString(36)),
      /does not belong/,
    ],
    ['that is too young', () => behind.tokenOf('a-story', 1000), /faster than anybody types/],
    ['that is too old', () => behind.tokenOf('a-story', 49 * 3_600_000), /more than two days/],
  ])('%s is refused, and the page has a good one', async (_, token, why) => {
    const form = good({ token: token() });
    const answer = await send(form);
    expectRefused(answer, form, why);
    const fresh = parsed(answer).querySelector('input[name="token"]')?.getAttribute('value') ?? '';
    expect(fresh).not.toBe(form.token);
    expect(await stateOf(form.text ?? '')).toEqual([]);
  });

  it('of the future is taken: the clock was set back since', async () => {
    expect((await send(good({ token: behind.tokenOf('a-story', -3_600_000) }))).status).toBe(303);
  });

  it('that is sent again with the same comment is told that it was said', async () => {
    const form = good();
    expect((await send(form)).status).toBe(303);
    expectRefused(await send(form), form, /said here already/);
    expect(await stateOf(form.text ?? '')).toEqual(['held']);
  });

  it('sent by many at once makes one comment of one text', async () => {
    const form = good();
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(form)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, ...Array(7).fill(422)]);
  });
});

describe('one sender', () => {
  it('is slowed down, whatever a proxy further away is said to have noted', async () => {
    const last = newAddress();
    const form = good();
    expect((await send(form, { 'x-forwarded-for': last })).status).toBe(303);
    const next = good();
    const answer = await send(next, { 'x-forwarded-for': `${newAddress()}, ${last}` });
    expectRefused(answer, next, /wait 15 seconds/);
  });
});

describe('a form from elsewhere', () => {
  const OTHERS: [string, Record<string, string>][] = [
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sister of the site', { 'sec-fetch-site': 'same-site' }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['an old browser on another site', { 'sec-fetch-site': '', origin: 'https://elsewhere.test' }],
    ['a frame without an origin', { 'sec-fetch-site': '', origin: 'null' }],
  ];
  const without = (headers: Record<string, string>) =>
    Object.entries(headers).filter(([, value]) => value !== '');

  it.each(OTHERS)('(%s) is refused everywhere, and does nothing', async (_, headers) => {
    const kept = await behind.comments.moderation.queue();
    const id = kept?.items[0]?.id ?? '';
    const own = (await send(good())).headers.location ?? '';
    const forms: [string, Form][] = [
      [SEND, good()],
      [own, { act: 'delete' }],
      [own, { act: 'edit', text: 'Not mine' }],
      ['/moderation/sign-in', { moderator: 'Desk', password: PASSWORD }],
      [JUDGE, { csrf: session.csrf, act: `publish ${id}` }],
      ['/moderation/sign-out', { csrf: session.csrf }],
    ];
    const before = await numberOfComments();
    for (const [target, form] of forms) {
      const all = { 'x-forwarded-for': newAddress(), origin: site.url, cookie: session.cookie, ...headers };
      const answer = await ask(site.url, target, {
        method: 'POST',
        body: new URLSearchParams(form).toString(),
        headers: Object.fromEntries(without(all)),
      });
      expect([target, answer.status]).toEqual([target, 403]);
      expect(answer.headers).not.toHaveProperty('set-cookie');
    }
    expect(await numberOfComments()).toBe(before);
    expect((await get(own)).body.toString()).toContain('An editor reads your comment');
    expect((await get('/moderation', { cookie: session.cookie })).body.toString()).toContain('Sign out');
    expect((await behind.comments.moderation.queue({ state: 'published' }))?.total).toBe(0);
  });

  it('with the session but another csrf field is refused', async () => {
    const id = (await behind.comments.moderation.queue())?.items[0]?.id ?? '';
    const second = await signIn(site.url);
    for (const csrf of ['', 'x', second.csrf, session.csrf.slice(0, -1)])
      for (const target of [JUDGE, '/moderation/sign-out']) {
        const form = { csrf, act: `publish ${id}` };
        expect((await post(site.url, target, form, { cookie: session.cookie })).status).toBe(403);
      }
    expect((await get('/moderation', { cookie: session.cookie })).body.toString()).toContain('Sign out');
    expect((await behind.comments.moderation.queue({ state: 'published' }))?.total).toBe(0);
  });
});

describe('cookies and keys that are forged', () => {
  const FORGED = ['', 'x', 'A'.repeat(43), '../../etc/passwd', "' OR 1=1 --", '%00', 'a=b=c', '"', '\u00ff'];

  it.each(FORGED)('as a moderator (%j) open nothing', async (value) => {
    const cookie = `moderator=${value}`;
    const desk = await get('/moderation', { cookie });
    expect(desk.status).toBe(200);
    expect(parsed(desk).querySelector('input[name="password"]')).not.toBeNull();
    const log = await get('/moderation/log', { cookie });
    expect([log.status, log.headers.location]).toEqual([307, '/moderation']);
    for (const target of [JUDGE, '/moderation/sign-out']) {
      const answer = await post(site.url, target, { csrf: session.csrf, act: 'publish' }, { cookie });
      expect([answer.status, answer.headers.location]).toEqual([303, '/moderation']);
    }
  });

  it('as a known reader change nothing', async () => {
    const sent = await send(good({ remember: 'yes' }));
    const remembered = /^reader=([^;]+)/.exec(sent.headers['set-cookie']?.[0] ?? '')?.[1] ?? '';
    expect(remembered).toContain('.');
    const key = sent.headers.location?.split('/').at(-1) ?? '';
    for (const value of [...FORGED, remembered, key, `${remembered.slice(0, -1)}A`, `${remembered}.x`]) {
      const form = good();
      expect((await send(form, { cookie: `reader=${value}` })).status).toBe(303);
      expect(await stateOf(form.text ?? '')).toEqual(['held']);
    }
  });

  it.each(['.rsc', '.segment.rsc', '.txt'])(
    'with the ending %s are no page of the framework',
    async (ending) => {
      const answer = await get(`/news/a-story/replies/own/0000000000000000a.${'x'.repeat(32)}${ending}`);
      expect(answer.status).toBe(404);
      expect(answer.body.toString()).toMatch(/^<!DOCTYPE html>/);
    },
  );

  it('as the key of a private link find nothing', async () => {
    const [first = '', second = ''] = (await Promise.all([send(good()), send(good())])).map(
      ({ headers }) => headers.location?.split('/').at(-1) ?? '',
    );
    const [id = '', mac = ''] = second.split('.');
    const forged = [
      `${first.split('.')[0]}.${mac}`,
      id,
      `${id}.`,
      `${id}.${'A'.repeat(32)}`,
      `${second}.x`,
      'x',
    ];
    for (const key of forged) {
      const target = `/news/a-story/replies/own/${key}`;
      expect([key, (await get(target)).status]).toEqual([key, 404]);
      expect([303, 404]).toContain((await post(site.url, target, { act: 'delete' })).status);
      expect((await post(site.url, target, { act: 'edit', text: 'Not mine' })).status).toBe(404);
    }
    for (const key of [first, second])
      expect((await behind.comments.own(key))?.text).toMatch(/^A comment of its own/);
  });

  it('lead to nothing under another article', async () => {
    const key = (await send(good())).headers.location?.split('/').at(-1);
    expect((await get(`/news/other-story/replies/own/${key}`)).status).toBe(404);
  });
});

describe('what the process tells its pages', () => {
  it('is taken from no reader', async () => {
    const says = encodeURIComponent(
      JSON.stringify({
        form: 'reply',
        values: { text: 'smuggled words', name: 'smuggled' },
        refusal: { message: 'smuggled' },
        preview: { name: 'smuggled', html: '<script>smuggled()</script>' },
      }),
    );
    const own = (await send(good())).headers.location ?? '';
    for (const value of [
      says,
      says.replace('reply', 'own'),
      says.replace('reply', 'sign-in'),
      'x',
      '%',
      '{}',
    ])
      for (const target of [SEND, own, '/moderation', '/news/a-story', '/']) {
        const plain = await get(target);
        const smuggled = await get(target, { 'x-newsroom-form': value });
        expect([target, smuggled.status]).toEqual([target, plain.status]);
        expect(smuggled.body.toString()).not.toContain('smuggled');
      }
    const form = good({ token: 'x' });
    const refused = await send(form, { 'x-newsroom-form': says });
    expectRefused(refused, form, /does not belong/);
    expect(refused.body.toString()).not.toContain('smuggled');
  });
});

describe('the log', () => {
  it('holds one line a request, whatever the request says', async () => {
    const forged = '\r\n{"level":50,"msg":"forged"}';
    await send(good({ name: `Ada${forged}`, text: `Hello${forged}${newAddress()}` }));
    await get(`/news/a-story?${encodeURIComponent(forged)}`);
    await get('/news/a-story', { 'user-agent': 'x\t{"level":50}', referer: '{"level":50}' });
    await post(site.url, '/moderation/sign-in', { moderator: `Desk${forged}`, password: forged });
    const lines = site
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: 30 });
    expect(site.output()).not.toMatch(/^\{"level":50/m);
  });

  it('holds no key of a private link', async () => {
    const own = (await send(good())).headers.location ?? '';
    await get(`${own}?again`);
    await post(site.url, own, { act: 'edit', text: 'Changed words' });
    const key = own.split('/').at(-1) ?? '';
    await vi.waitFor(() => expect(site.output()).toContain('/news/a-story/replies/own/…?again'));
    expect(key).toMatch(/^\w+\.[\w-]{32}$/);
    expect(site.output()).not.toContain(key);
  });

  it('of the moderators keeps a name and a reason on one line', async () => {
    const form = good();
    await send(form);
    const id = (await behind.comments.moderation.queue({ query: form.text }))?.items[0]?.id ?? '';
    const judged = { csrf: session.csrf, act: `spam ${id}`, why: 'a\r\n<script>b</script>\u202e' };
    expect((await post(site.url, JUDGE, judged, { cookie: session.cookie })).status).toBe(303);
    const [entry] = (await behind.comments.moderation.log())?.items ?? [];
    expect(entry?.why).toBe('a <script>b</script>');
    const page = await get('/moderation/log', { cookie: session.cookie });
    expect(page.status).toBe(200);
    expect(runnableIn(page)).toEqual([]);
  });
});

describe('the way back from the desk', () => {
  it.each([
    'https://elsewhere.test/',
    '//elsewhere.test',
    '/\\elsewhere.test',
    '?state=held\r\nSet-Cookie: a=b',
    '?x=//elsewhere.test',
    '?@elsewhere.test',
    '.elsewhere.test',
    '@elsewhere.test',
    'javascript:alert(1)',
  ])('%j is not taken', async (back) => {
    const answer = await post(
      site.url,
      JUDGE,
      { csrf: session.csrf, act: 'none', back },
      { cookie: session.cookie },
    );
    expect([answer.status, answer.headers.location]).toEqual([303, '/moderation']);
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });

  it('is where the moderator was', async () => {
    const form = { csrf: session.csrf, act: 'none', back: '?state=spam&q=a+b&page=2' };
    const answer = await post(site.url, JUDGE, form, { cookie: session.cookie });
    expect(answer.headers.location).toBe('/moderation?state=spam&q=a+b&page=2');
  });
});

describe('a method', () => {
  const TARGETS = [
    SEND,
    `${SEND.replace('send', 'own')}/x.y`,
    '/moderation',
    JUDGE,
    '/api/views',
    '/api/content',
  ];

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])('%s is not allowed', async (method) => {
    for (const target of TARGETS)
      expect([target, (await ask(site.url, target, { method })).status]).toEqual([target, 405]);
  });

  it('GET does nothing where forms are sent to', async () => {
    const before = await numberOfComments();
    for (const [target, status] of [
      [`${SEND}?${new URLSearchParams(good())}`, 200],
      [`${JUDGE}?csrf=${session.csrf}&act=publish`, 404],
      [`/moderation/sign-out?csrf=${session.csrf}`, 404],
      ['/moderation/sign-in', 404],
      ['/api/views', 404],
      ['/api/content', 404],
    ] as const)
      expect([target, (await get(target, { cookie: session.cookie })).status]).toEqual([target, status]);
    expect(await numberOfComments()).toBe(before);
    expect((await get('/moderation', { cookie: session.cookie })).body.toString()).toContain('Sign out');
  });

  it('POST is not allowed where no form is sent to', async () => {
    for (const target of ['/', '/news/a-story', '/moderation', '/moderation/log', '/news/a-story/replies'])
      expect([target, (await post(site.url, target, {})).status]).toEqual([target, 405]);
    expect((await post(site.url, `${SEND}/`, {})).status).toBe(404);
  });

  it('POST under no article finds nothing', async () => {
    for (const slug of ['nothing', 'draft-zebra', 'scheduled-zebra', 'expired-zebra'])
      expect((await post(site.url, `/news/${slug}/replies/send`, good())).status).toBe(404);
  });
});

describe('the desk', () => {
  it('is the same for one who names the whole address, as a proxy does', async () => {
    const answer = await get('http://localhost/moderation', { cookie: session.cookie });
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toContain('Sign out');
  });

  it.each(HOSTILE_TEXTS.filter(([, text]) => text.length < 1000))(
    'bears %s in its filters',
    async (_, text) => {
      const query = encodeURIComponent(text.toWellFormed());
      for (const name of ['q', 'slug', 'state', 'page']) {
        const answer = await get(`/moderation?state=all&${name}=${query}`, { cookie: session.cookie });
        expect(answer.status).toBe(200);
        expect(runnableIn(answer)).toEqual([]);
      }
    },
  );

  it('tells no other site where its pages and the private links are', async () => {
    const own = (await send(good())).headers.location ?? '';
    for (const target of ['/moderation', own]) {
      const { headers } = await get(target, { cookie: session.cookie });
      // `same-origin` and not `no-referrer`, with which an older browser sends its forms without an origin.
      expect(headers['referrer-policy']).toBe('same-origin');
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['x-robots-tag']).toBe('noindex');
    }
  });
});

describe('thousands of fuzzed bodies, many at once', () => {
  it('come to no error and to no published comment', async () => {
    const random = dice(20_261_124);
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    onTestFinished(() => agent.destroy());
    const own = (await send(good())).headers.location ?? '';
    const token = behind.tokenOf('a-story');
    const pick = <Item>(items: readonly [Item, ...Item[]]) =>
      items[Math.floor(random() * items.length)] ?? items[0];
    const names = [
      'name',
      'text',
      'email',
      'token',
      'parent',
      'website',
      'remember',
      'act',
      'csrf',
      'id',
      'why',
    ] as const;
    const targets = [
      SEND,
      SEND,
      SEND,
      own,
      `${own}x`,
      JUDGE,
      JUDGE,
      '/moderation/sign-in',
      '/api/views',
      '/api/content',
    ] as const;
    const fieldOf = (name: string) => {
      if (name === 'token' && random() < 0.5) return token;
      if (name === 'name' && random() < 0.5) return 'Ada';
      if (name === 'email' && random() < 0.8) return '';
      if (name === 'csrf' && random() < 0.5) return session.csrf;
      if (name === 'act' && random() < 0.8)
        return pick(['send', 'preview', 'edit', 'hold', 'spam', 'undo x']);
      return fuzzedText(random);
    };
    const bodyOf = () => {
      const form = new URLSearchParams();
      for (const name of names) if (random() < 0.8) form.append(name, fieldOf(name));
      if (random() < 0.1) form.append(fuzzedText(random), fuzzedText(random));
      const text = form.toString();
      return random() < 0.1 ? text.slice(0, Math.floor(random() * text.length)) + fuzzedText(random) : text;
    };
    const statuses = new Map<number, number>();
    const one = async () => {
      const answer = await ask(site.url, pick(targets), {
        method: 'POST',
        body: bodyOf(),
        agent,
        headers: {
          'x-forwarded-for': pick([newAddress(), newAddress(), '', 'unknown', '10.9.9.9', '::1, x']),
          'content-type': pick(['application/x-www-form-urlencoded', 'application/json', 'text/plain', 'x']),
          cookie: pick([session.cookie, 'moderator=x', 'reader=x.y; a', '=']),
        },
      });
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    };
    const worker = async (number: number) => {
      for (let body = 0; body < number; body++) await one();
    };
    await Promise.all(Array.from({ length: 16 }, () => worker(150)));
    expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([]);
    // Some must have come through to each end, or nothing was tried.
    for (const status of [200, 204, 303, 403, 422])
      expect(statuses.get(status) ?? 0, `${status}`).toBeGreaterThan(10);
    expect((await behind.comments.moderation.queue({ state: 'published' }))?.total).toBe(0);
  }, 180_000);
});
