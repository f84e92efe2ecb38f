/** Meets a site as a robot meets it: by following every link. */

export type Answer = {
  /** With its query. */
  path: string;
  /** Where the first link to it stood. */
  from: string;
  status: number;
  type: string;
  location: string | null;
  body: string;
};

export const isPage = ({ type }: Answer) => type.startsWith('text/html');

/** Requests under way at once. */
const ABREAST = 6;

/** Follows every link of the site from the starts on, each once, and tells what was answered, by path. */
export async function crawl(url: string, starts: string[]): Promise<Map<string, Answer>> {
  const met = new Map<string, Answer>();
  const known = new Set(starts);
  let waiting = starts.map((path) => ({ path, from: 'the start' }));
  while (waiting.length > 0) {
    const now = waiting.splice(0, ABREAST);
    const answers = await Promise.all(now.map(({ path, from }) => ask(url, path, from)));
    for (const answer of answers) {
      met.set(answer.path, answer);
      const found = targetsIn(answer, url).filter((path) => !known.has(path));
      for (const path of found) known.add(path);
      waiting = waiting.concat([...new Set(found)].map((path) => ({ path, from: answer.path })));
    }
  }
  return met;
}

export async function ask(url: string, path: string, from = 'a test'): Promise<Answer> {
  const answer = await fetch(url + path, { redirect: 'manual' });
  const { status, headers } = answer;
  const type = headers.get('content-type') ?? '';
  return { path, from, status, type, location: headers.get('location'), body: await answer.text() };
}

/** All addresses of this site that an answer points to, as paths with their query. */
function targetsIn(answer: Answer, url: string): string[] {
  const found: string[] = [];
  if (isPage(answer)) {
    const text = answer.body.replace(/<script\b.*?<\/script>|<style\b.*?<\/style>/gs, '');
    for (const [, target = ''] of text.matchAll(/\s(?:href|src|action)="([^"]*)"/g))
      found.push(decoded(target));
    for (const [, set = ''] of text.matchAll(/\ssrcset="([^"]*)"/gi))
      found.push(
        ...decoded(set)
          .split(/,\s+/)
          .map((candidate) => candidate.split(' ')[0] ?? ''),
      );
  }
  // Whole addresses stand in the head, in JSON-LD, in feeds and in sitemaps.
  if (/html|xml|json|text\/plain/.test(answer.type))
    for (const [address] of answer.body.matchAll(/https?:\/\/[^\s"'<>\\)&{]+/g)) found.push(address);
  return found.flatMap((target) => {
    const address = URL.parse(target, url + answer.path);
    return address?.origin === url ? [address.pathname + address.search] : [];
  });
}

function decoded(attribute: string): string {
  return attribute
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
