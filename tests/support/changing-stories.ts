import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A content folder that changes all the time, and what readers may see of it at each moment. */

/** What is at an article's address. */
export type State =
  | { is: 'live'; version: number }
  | { is: 'moved'; to: string }
  | { is: 'gone' | 'missing' };

/** `from` is on the clock of `performance.now()`. */
type Moment = { from: number; state: State };
type Story = {
  number: number;
  slug: string;
  aliases: string[];
  version: number;
  isThere: boolean;
  isBad: boolean;
  /** When its file was last written or moved. */
  changed: number;
};

export type ChangingStories = ReturnType<typeof changingStories>;

/** So long a reader may still see what was before a change. Milliseconds. */
const DELAY = 2000;

/** @param random numbers from 0 to 1, which decide what changes */
export function changingStories(count: number, random: () => number) {
  const stories: Story[] = Array.from({ length: count }, (_, number) => ({
    number,
    slug: `s-${number}`,
    aliases: [],
    version: 1,
    isThere: true,
    isBad: false,
    changed: Number.NEGATIVE_INFINITY,
  }));
  const gone = new Set<string>();
  const slugs = new Set(stories.map(({ slug }) => slug));
  /** By slug; and by number, for what other pages say of a story. */
  const bySlug = new Map<string, Moment[]>();
  const byNumber = new Map<string, Moment[]>();
  let renamings = 0;

  const any = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('There is nothing to choose from.');
    return item;
  };

  function stateOf(slug: string): State {
    for (const { isThere, slug: own, version } of stories)
      if (isThere && own === slug) return { is: 'live', version };
    for (const { isThere, slug: to, aliases } of stories)
      if (isThere && aliases.includes(slug)) return { is: 'moved', to };
    return { is: gone.has(slug) ? 'gone' : 'missing' };
  }

  function note(from: number): void {
    for (const slug of slugs) add(bySlug, slug, { from, state: stateOf(slug) });
    for (const { number, slug, isThere } of stories)
      add(byNumber, `${number}`, { from, state: isThere ? stateOf(slug) : { is: 'missing' } });
  }

  function fits(moments: Moment[] | undefined, state: State, since: number, until: number): boolean {
    return (moments ?? []).some((moment, place) => {
      const end = (moments?.[place + 1]?.from ?? Number.POSITIVE_INFINITY) + DELAY;
      return isSame(moment.state, state) && moment.from <= until && since <= end;
    });
  }

  /** Makes one change on the disk, and what it means for readers. */
  function change(contentDir: string, story: Story, now: number): void {
    const fileOf = (slug: string) => path.join(contentDir, pathOf(slug));
    const write = () => writeFileSync(fileOf(story.slug), textOf(story));
    const isBack = () => [story.slug, ...story.aliases].forEach((slug) => void gone.delete(slug));
    const chance = random();
    // A version that turns bad at once may never have been seen; the last good one is then an earlier one.
    const turnsBad = chance >= 0.65 && chance < 0.8;
    const isSettled = now - story.changed > DELAY;
    story.changed = now;
    if (!story.isThere || story.isBad || chance < 0.5 || (turnsBad && !isSettled)) {
      // The version of a bad file, which must not be seen, is not used again.
      story.version += story.isBad ? 2 : 1;
      Object.assign(story, { isThere: true, isBad: false });
      isBack();
      write();
    } else if (chance < 0.65) {
      for (const slug of [story.slug, ...story.aliases]) gone.add(slug);
      story.isThere = false;
      rmSync(fileOf(story.slug));
    } else if (turnsBad) {
      story.isBad = true;
      writeFileSync(fileOf(story.slug), any(BAD)(textOf({ ...story, version: story.version + 1 })));
    } else {
      rename(fileOf, story, chance < 0.9);
      isBack();
    }
  }

  function rename(fileOf: (slug: string) => string, story: Story, leavesAlias: boolean): void {
    const before = story.slug;
    const file = fileOf(before);
    gone.add(before);
    if (leavesAlias) {
      story.aliases = [...story.aliases, before];
      // A slug that is its own alias changes nothing yet: the old name and the new one change places at once.
      writeFileSync(file, textOf(story));
    }
    story.slug = `s-${story.number}-${++renamings}`;
    slugs.add(story.slug);
    // A reader of this process knows the name before the site does.
    add(bySlug, story.slug, { from: Number.NEGATIVE_INFINITY, state: { is: 'missing' } });
    renameSync(file, fileOf(story.slug));
  }

  note(Number.NEGATIVE_INFINITY);
  return {
    files: Object.fromEntries(stories.map((story) => [pathOf(story.slug), textOf(story)])),
    /** An address that an article has or had. */
    anySlug: () => any([...slugs]),
    /** Changes one story. */
    change(contentDir: string): void {
      const now = performance.now();
      change(contentDir, any(stories), now);
      note(now);
    },
    /** Corrects what is bad, so that a site that never saw the last good version shows the same. */
    correct(contentDir: string): void {
      const now = performance.now();
      for (const story of stories.filter(({ isThere, isBad }) => isThere && isBad)) {
        Object.assign(story, { version: story.version + 2, isBad: false });
        writeFileSync(path.join(contentDir, pathOf(story.slug)), textOf(story));
      }
      note(now);
    },
    /** Each address that an article has or had. */
    slugs: () => [...slugs],
    /**
     * Whether an address was so at some moment of a request, or a moment before. A name that an article had for less
     * than that moment may never have been seen: it is then not gone, it never was there.
     */
    couldBe(slug: string, state: State, since: number, until: number): boolean {
      const moments = bySlug.get(slug);
      if (fits(moments, state, since, until)) return true;
      return state.is === 'missing' && isBrief(moments) && fits(moments, { is: 'gone' }, since, until);
    },
    /** Whether a story was in that version at some moment of a request, or a moment before. */
    couldSay: (number: string, version: number, since: number, until: number) =>
      fits(byNumber.get(number), { is: 'live', version }, since, until),
  };
}

function add(moments: Map<string, Moment[]>, key: string, moment: Moment): void {
  const list = moments.get(key) ?? [];
  const last = list.at(-1);
  if (!last || !isSame(last.state, moment.state)) list.push(moment);
  moments.set(key, list);
}

/** Whether no version stood for longer than a reader may be kept from it. */
function isBrief(moments: Moment[] = []): boolean {
  return moments.every(({ from, state }, place) => {
    const end = moments[place + 1]?.from ?? Number.POSITIVE_INFINITY;
    return state.is !== 'live' || end - from < DELAY;
  });
}

function isSame(one: State, other: State): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

const BAD: ((text: string) => string)[] = [
  () => '',
  (text) => text.replace('---\n', ''),
  (text) => text.replace('title:', 'headline:'),
  (text) => text.replace('topic: ', 'topic: no-'),
  (text) => text.replace('date: 2026', 'date: noon of 2026'),
  (text) => text.slice(0, 30),
];

function pathOf(slug: string): string {
  return `articles/2026/${slug}.md`;
}

/** The dates differ, because articles of one moment stand in the order in which they came. */
function textOf({ number, version, aliases }: Story): string {
  const topic = number % 2 === 0 ? 'research' : 'medicine';
  const date = new Date(Date.UTC(2026, 0, 1, number)).toISOString();
  const words = `story ${number} version ${version}`;
  return [
    '---',
    `title: "Changing ${words}"`,
    `date: ${date}`,
    `topic: ${topic}`,
    `tags: [Group ${number % 3}]`,
    `aliases: [${aliases.join(', ')}]`,
    '---',
    `The text of ${words}.`,
    '',
    `The end of ${words}.`,
    '',
  ].join('\n');
}
