import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  bodyOf,
  chooseEncoding,
  type Edition,
  type Encoding,
  hashOf,
  makeEdition,
  preferredEncoding,
  tagFor,
} from './page-cache/cached-response.ts';
import { type Answer, isPage, Overloaded, type Turn } from './renderer.ts';

/**
 * What leaves the house. The press asks the renderer for a path, compresses the page once and keeps it for a moment.
 * After that moment the page is still sent, while one new one is made. The client runtime has been taken out before, by
 * `finished`, where the page was made.
 */

export type PressOptions = {
  /**
   * Makes the finished answer for a path, the same for every reader: a page, a file, or where it has moved. Of what is
   * not there (404) or is gone for good (410) the status is enough. All of it is as of one moment after the asking.
   * Only an answer whose Cache-Control says `public` is kept.
   * @param turn whose signal is aborted when all who asked have gone
   */
  render(path: string, turn: Turn): Promise<Answer>;
  /** The path whose page is the body of every 404 and 410. */
  missingPath: string;
  /** Headers that every answer carries unless it has its own. */
  headers: Record<string, string>;
  /** Told when a page could not be made behind the readers' back; they go on getting the one that is kept. */
  onError(error: unknown, path: string): void;
  /** A monotonic clock, in milliseconds. */
  now(): number;
  /** What in a page may differ without its being another page, such as the time in a form's token; global. */
  ignored?: RegExp;
  /** For how long a page is sent without asking for a new one. Milliseconds. */
  freshFor?: number;
  /** After how long a rendering is given up, and its readers are told to try again. Milliseconds. */
  patience?: number;
  /** How much is kept in all. Bytes. */
  memory?: number;
  /** How many kept pages are made anew at the same time; those beyond it are sent as they are and renewed later. */
  renewals?: number;
  /**
   * How long after a kept page was sent it is made anew: until then its reader asks for its pictures, and nothing else
   * should keep the machine. Milliseconds.
   */
  renewAfter?: number;
};

export type Press = ReturnType<typeof openPress>;

/**
 * `made` is when it was last seen to be right, `since` when its bytes came to be. On the press's clock. `isUsed`: it was
 * sent since it was last looked at for room.
 */
type Kept = { edition: Edition; made: number; since: number; cost: number; isUsed: boolean };

/** One rendering for all who ask for it meanwhile, given up when the last of them has left. */
type Work = { making: Promise<Edition>; readers: number; leaving: AbortController };

/** One for all: an error of its own for each reader who leaves costs more than the rest of the request. */
const ALL_LEFT = new Error('All who asked have left.');

/** Paths that are remembered as wanted: more pages than any cache of this size holds. */
const MAX_WANTED = 10_000;

/** So long a page may stay as it is though what is ignored differs; a form's token must not grow too old. Milliseconds. */
const LONGEST_SAME = 12 * 3_600_000;

export function openPress({
  render,
  missingPath,
  headers,
  onError,
  now,
  ignored,
  freshFor = 1000,
  patience = 10_000,
  memory = 16_000_000,
  renewals = 2,
  renewAfter = 0,
}: PressOptions) {
  /** The longest kept first. One that is used stays where it is: to move it each time would be garbage each time. */
  const kept = new Map<string, Kept>();
  const underWay = new Map<string, Work>();
  /** Paths of pages that were kept before, those of late at the end: after a change they are rendered first. */
  const wanted = new Set<string>();
  /** What is made anew in a moment. */
  const due = new Set<string>();
  let size = 0;
  let renewing = 0;
  /** Raised by `clear` and `touch`: what was begun before is not kept. */
  let generation = 0;

  /** @param encoding in which it is wanted */
  async function make(path: string, encoding: Encoding, turn: Turn): Promise<Edition> {
    const answer = await withPatience(render(path, turn), path);
    // 503 says in its own words what is away for the moment; it is worth less than a page that is kept.
    if (answer.status >= 500 && (answer.status !== 503 || kept.has(path)))
      throw new Error(`Rendering ${path} answered ${answer.status}.`);
    // A page that a matched route says is not there has a body that only script would fill in.
    if (path !== missingPath && (isMissing(answer) || isFlight(answer))) {
      const made = await missing(encoding, turn);
      return answer.status === 410 ? { ...made, status: 410 } : made;
    }
    const { body } = answer;
    if (!isPage(answer)) return makeEdition(answer.status, answer.headers, body, headers, encoding);
    // Hours in which nothing changes are common: the same page is not compressed again.
    const before = kept.get(path);
    const likeness = ignored
      ? hashOf(answer.status, body.toString('latin1').replaceAll(ignored, ''))
      : hashOf(answer.status, body);
    const isSame = answer.status === 200 && before?.edition.likeness === likeness;
    if (isSame && now() - before.since < LONGEST_SAME) return before.edition;
    return makeEdition(answer.status, answer.headers, body, headers, encoding, likeness);
  }

  async function withPatience(work: Promise<Answer>, path: string): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const error = new Overloaded(`Rendering ${path} took longer than ${patience} ms.`);
        onError(error, path);
        reject(error);
      }, patience);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The body of every 404 and 410: the kept one, however old, while a new one is made. */
  function missing(encoding: Encoding, turn: Turn): Promise<Edition> {
    const entry = kept.get(missingPath);
    if (!entry) return work(missingPath, encoding, turn.sender).making;
    if (isStale(entry)) renew(missingPath, encoding);
    return Promise.resolve(entry.edition);
  }

  /**
   * Makes an edition, unless one for that path is being made already: then it is that one. It is kept when nothing has
   * changed since it was begun; readers who asked before the change may have it still.
   */
  function work(path: string, encoding: Encoding, sender?: string): Work {
    const known = underWay.get(path);
    if (known) return known;
    const begun = generation;
    const leaving = new AbortController();
    const turn = { sender, signal: leaving.signal, isWanted: path === missingPath || wanted.has(path) };
    const making = make(path, encoding, turn)
      .then((made) => {
        if (begun === generation && isKeepable(path, made)) keep(path, made);
        return made;
      })
      .finally(() => {
        if (underWay.get(path) === begunWork) underWay.delete(path);
      });
    const begunWork: Work = { making, readers: 0, leaving };
    underWay.set(path, begunWork);
    return begunWork;
  }

  /** Makes an edition for a reader, who may leave before it is made. */
  function editionFor(
    path: string,
    encoding: Encoding,
    response: ServerResponse,
    sender: string | undefined,
  ): Promise<Edition> {
    const begun = work(path, encoding, sender);
    begun.readers++;
    response.once('close', () => {
      if (--begun.readers === 0) begun.leaving.abort(ALL_LEFT);
    });
    return begun.making;
  }

  /** Makes an edition for nobody in particular, to its end. */
  function edition(path: string, encoding: Encoding): Promise<Edition> {
    const begun = work(path, encoding);
    begun.readers++;
    return begun.making;
  }

  /** Makes a kept page anew behind the reader's back. It stays good when that fails, and is tried again next time. */
  function renew(path: string, encoding: Encoding): void {
    if (due.has(path)) return;
    due.add(path);
    const begin = () => {
      due.delete(path);
      const entry = kept.get(path);
      if (!entry || !isStale(entry) || underWay.has(path) || renewing >= renewals) return;
      renewing++;
      edition(path, encoding)
        .catch((error: unknown) => onError(error, path))
        .finally(() => renewing--);
    };
    if (renewAfter > 0) setTimeout(begin, renewAfter).unref();
    else begin();
  }

  function isStale(entry: Kept): boolean {
    return now() - entry.made > freshFor;
  }

  function keep(path: string, made: Edition): void {
    const before = kept.get(path);
    forget(path);
    const cost = costOf(path, made);
    if (cost > memory) return;
    makeRoom(memory - cost);
    const since = before?.edition === made ? before.since : now();
    kept.set(path, { edition: made, made: now(), since, cost, isUsed: false });
    size += cost;
    if (made.status === 200) want(path);
  }

  function want(path: string): void {
    wanted.delete(path);
    wanted.add(path);
    const [oldest] = wanted;
    if (wanted.size > MAX_WANTED && oldest !== undefined) wanted.delete(oldest);
  }

  /** A path that is not there shares the body of the missing page and costs no more than its name. */
  function costOf(path: string, edition: Edition): number {
    return isMissing(edition) && path !== missingPath ? 200 + 2 * path.length : edition.size;
  }

  /** A kept page may have been compressed once more since it was kept. */
  function weighAgain(path: string): void {
    const entry = kept.get(path);
    if (!entry) return;
    const cost = costOf(path, entry.edition);
    size += cost - entry.cost;
    entry.cost = cost;
    makeRoom(memory);
  }

  /** What has been used gets a second chance behind the others (the clock algorithm). */
  function makeRoom(most: number): void {
    for (const [oldest, entry] of kept) {
      if (size <= most) return;
      if (!entry.isUsed) {
        forget(oldest);
        continue;
      }
      entry.isUsed = false;
      kept.delete(oldest);
      kept.set(oldest, entry);
    }
  }

  function forget(path: string): void {
    const entry = kept.get(path);
    if (!entry) return;
    kept.delete(path);
    size -= entry.cost;
  }

  const press = {
    /**
     * Answers a GET or HEAD request for a path.
     * @param path with as much of the query as changes the answer
     * @param sender who asks, as `senderOf` names it
     * @throws Error when the page cannot be made and none is kept
     * @throws Overloaded when there is no room for it now, or it takes too long
     */
    async answer(
      path: string,
      request: IncomingMessage,
      response: ServerResponse,
      sender?: string,
    ): Promise<void> {
      if (press.answerKept(path, request, response)) return;
      const accepted = request.headers['accept-encoding'];
      const encodingWanted = preferredEncoding(accepted);
      const made = kept.get(path)?.edition ?? (await editionFor(path, encodingWanted, response, sender));
      const encoding = chooseEncoding(made, accepted);
      if (isSentUnchanged(made, encoding, request, response)) return;
      send(made, encoding, await bodyOf(made, encoding), response);
      weighAgain(path);
    },

    /**
     * Answers at once when the page is kept: the way of nearly every request, so nothing is waited for on it.
     * @returns false when there is no such page, or not in that encoding
     */
    answerKept(path: string, request: IncomingMessage, response: ServerResponse): boolean {
      const entry = kept.get(path);
      if (!entry) return false;
      entry.isUsed = true;
      const encoding = chooseEncoding(entry.edition, request.headers['accept-encoding']);
      if (isStale(entry)) renew(path, encoding);
      if (isSentUnchanged(entry.edition, encoding, request, response)) return true;
      const body = entry.edition.bodies[encoding];
      if (!body) return false;
      send(entry.edition, encoding, body, response);
      return true;
    },

    /** Whether the page of a path is kept: all who take it share its bytes. */
    keeps: (path: string) => kept.has(path),

    /** Makes a page before anybody asks for it, unless it is kept. A failure is told to `onError`. */
    async prepare(path: string): Promise<void> {
      if (kept.has(path)) return;
      await edition(path, 'br').catch((error: unknown) => onError(error, path));
    },

    /** Drops everything, because what it shows has changed. */
    clear(): void {
      generation++;
      kept.clear();
      underWay.clear();
      size = 0;
    },

    /**
     * Drops the pages that show something that has changed. All others may show a number of it: each is made anew behind
     * the back of the next who asks for it.
     */
    touch(shows: (path: string) => boolean): void {
      generation++;
      underWay.clear();
      for (const [path, entry] of kept) {
        if (shows(path)) forget(path);
        else entry.made = Number.NEGATIVE_INFINITY;
      }
    },

    /** Bytes kept now, near enough. */
    size: () => size,
  };
  return press;
}

/** Answers 304 when the reader's copy is this page; that takes no body, so that it may be one that is not compressed yet. */
function isSentUnchanged(
  edition: Edition,
  encoding: Encoding,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (edition.status !== 200 || !isKnown(request.headers['if-none-match'], edition.hash, encoding))
    return false;
  response.writeHead(304, withoutBodyHeaders(edition.headers[encoding]));
  response.end();
  return true;
}

function send(edition: Edition, encoding: Encoding, body: Buffer, response: ServerResponse): void {
  response.writeHead(edition.status, edition.headers[encoding]);
  // A HEAD answer carries the headers of the body that it leaves out; node drops the bytes itself.
  response.end(body);
}

/** A browser sends the one tag that it has, a proxy some. */
const MAX_IF_NONE_MATCH_LENGTH = 1024;

/** Whether the reader's copy is this one. If-None-Match compares weakly (RFC 9110, 13.1.2). */
function isKnown(header: string | undefined, hash: string, encoding: Encoding): boolean {
  if (header === undefined || header.length > MAX_IF_NONE_MATCH_LENGTH) return false;
  if (header.trim() === '*') return true;
  const tag = tagFor(hash, encoding);
  return header.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === tag);
}

function withoutBodyHeaders(list: string[]): string[] {
  const kept: string[] = [];
  for (let place = 0; place < list.length; place += 2) {
    const [name = '', value = ''] = list.slice(place, place + 2);
    if (!/^content-(?:length|encoding|type)$/i.test(name)) kept.push(name, value);
  }
  return kept;
}

/** Whether it says that there is nothing, or nothing any more. */
function isMissing({ status }: Answer | Edition): boolean {
  return status === 404 || status === 410;
}

/** What the client runtime asks for; no page of this site has one. */
function isFlight({ headers }: Answer): boolean {
  return String(headers['content-type'] ?? '').startsWith('text/x-component');
}

/** Anybody can ask any number of questions: their answers would push out the pages that many read. */
function isKeepable(path: string, edition: Edition): boolean {
  if (path.includes('?') || edition.status >= 500) return false;
  return isMissing(edition) || isPublic(edition);
}

/** Only what says so is the same for all readers: an address alone proves nothing. */
function isPublic(edition: Edition): boolean {
  const place = edition.headers.identity.findIndex((name) => name.toLowerCase() === 'cache-control');
  return place >= 0 && /\bpublic\b/.test(edition.headers.identity[place + 1] ?? '');
}
