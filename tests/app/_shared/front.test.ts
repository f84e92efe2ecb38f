import { describe, expect, it } from 'vitest';
import { composeFront, type Front, mostOnFront } from '../../../app/_shared/front.ts';
import type { Article } from '../../../lib/catalog.ts';
import { anArticle } from '../../support/articles.ts';

const NOW = new Date('2026-11-24T16:30:00Z');
const TOPICS = ['medicine', 'policy', 'campus'];
const DAY_MS = 86_400_000;

/** So many articles, the newest first, of the topics in turn: `story-0`, `story-1` and so on, an hour apart. */
function stories(count: number, topics = TOPICS): Article[] {
  return Array.from({ length: count }, (_, place) =>
    anArticle({
      slug: `story-${place}`,
      topic: topics[place % topics.length] ?? '',
      date: new Date(NOW.getTime() - (place + 1) * 3_600_000),
    }),
  );
}

function compose(newest: Article[], more: Partial<Parameters<typeof composeFront>[0]> = {}): Front {
  return composeFront({
    ...{ featured: [], newest, chosen: [], topics: TOPICS, now: NOW },
    newestOfTopic: (topic, most) => newest.filter((found) => found.topic === topic).slice(0, most),
    ...more,
  });
}

const slugsOf = (articles: (Article | undefined)[]) => articles.map((found) => found?.slug);
const allOf = ({ lead, seconds, chosen, newest, bands, latest }: Front) =>
  slugsOf([
    ...[lead, ...seconds, ...newest, ...latest, ...Object.values(chosen).flat()],
    ...bands.flatMap(({ articles }) => articles),
  ]);

describe('the front page', () => {
  it('shows no story twice, whatever is featured and read, and keeps the newest in order', () => {
    const newest = stories(mostOnFront(TOPICS.length));
    const made = compose(newest, {
      featured: [newest[7], newest[2]].flatMap((found) => found ?? []),
      chosen: [
        ['trending', newest.slice(0, 9)],
        ['now', newest.slice(1, 8)],
        ['today', newest.slice(0, 12)],
      ],
    });
    const all = allOf(made);
    expect(new Set(all).size).toBe(all.length);
    expect(slugsOf([made.lead, ...made.seconds])).toEqual(['story-7', 'story-2', 'story-0', 'story-1']);
    expect(slugsOf(made.chosen.trending)).toEqual(['story-3', 'story-4', 'story-5', 'story-6', 'story-8']);
    expect(made.newest).toEqual([]);
    expect(made.latest).toHaveLength(12);
  });

  it('has the newest beside the lead when readers chose too little for a list', () => {
    const newest = stories(40);
    const made = compose(newest, { chosen: [['trending', newest.slice(8, 10)]] });
    expect(made.chosen).toEqual({ trending: [], now: [], today: [] });
    expect(slugsOf(made.newest)).toEqual([4, 5, 6, 7, 8, 9].map((place) => `story-${place}`));
  });

  it('has as many of the newest beside the lead as a short list of readers leaves room for', () => {
    const newest = stories(40);
    const made = compose(newest, { chosen: [['trending', newest.slice(8, 11)]] });
    expect(slugsOf(made.chosen.trending)).toEqual(['story-8', 'story-9', 'story-10']);
    expect(slugsOf(made.newest)).toEqual(['story-4', 'story-5', 'story-6']);
  });

  it('has a band of a story and three headlines for each topic that has news, in the order of the site', () => {
    const made = compose(stories(40));
    expect(made.bands.map(({ topic, articles }) => [topic, articles.length])).toEqual(
      TOPICS.map((topic) => [topic, 4]),
    );
  });

  it('leads a band with the newest of its stories that has a picture', () => {
    const picture = { src: '/media/a.svg', alt: '' };
    const newest = stories(40, ['medicine']).map((story, place) => ({
      ...story,
      cover: place === 12 || place === 13 ? picture : undefined,
    }));
    const [band] = compose(newest).bands;
    expect(slugsOf(band?.articles ?? [])).toEqual(['story-12', 'story-10', 'story-11', 'story-13']);
  });

  it('has no band for a topic with one story left, or with nothing of the last 30 days', () => {
    const old = stories(40, ['campus']).map((found, place) => ({
      ...found,
      slug: `old-${place}`,
      date: new Date(NOW.getTime() - (31 + place) * DAY_MS),
    }));
    const made = compose([...stories(12, ['medicine']), ...stories(1, ['policy']), ...old]);
    expect(made.bands.map(({ topic }) => topic)).toEqual(['medicine']);
  });

  it('is whole with one article, and with none', () => {
    const [only] = stories(1);
    expect(allOf(compose(only ? [only] : []))).toEqual(['story-0']);
    expect(compose([]).lead).toBeUndefined();
  });
});
