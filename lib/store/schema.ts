/** The audience's tables as queries see them. Times are milliseconds since 1970, flags are 0 or 1. */

export type Tables = {
  secrets: SecretRow;
  day_keys: DayKeyRow;
  visitors: { day: number; mark: string };
  views_hourly: HourlyRow;
  views_daily: { slug: string; day: number; views: number };
  comments: CommentRow;
  verdicts: VerdictRow;
  senders: { address: string; at: number };
  sessions: { mark: string; moderator: string; ends: number };
  sign_in_tries: TryRow;
  /** Who has moderated: no reader may take such a name. `looks` is what a reader sees of it. */
  moderators: { looks: string; name: string };
};

/** A key that all processes on one store share, in base64url. */
export type SecretRow = { name: string; value: string };

/** The key under which one day's visitors are hashed. `day` is days since 1970, in UTC. */
export type DayKeyRow = { day: number; key: string };

/** `hour` is hours since 1970; `senders` counts each sender once an article and day. */
export type HourlyRow = { slug: string; hour: number; views: number; senders: number };

/** A wrong password, or one that is being looked at. */
export type TryRow = {
  id: string;
  /** The name that was given, as it looks. */
  account: string;
  /** The network it came from, or `browser:` and the id of a browser that has signed in before. */
  sender: string;
  /** The network of an IPv6 sender. */
  network: string | null;
  /** 1 when it counts among all senders. */
  shared: number;
  at: number;
};

export type CommentRow = {
  /** Orders by time: see `newId` in lib/comments/tokens.ts. */
  id: string;
  slug: string;
  /** The comment that it replies to; none for the first of a thread. */
  parent: string | null;
  /** The first comment of its thread, or itself. */
  root: string;
  at: number;
  edited: number | null;
  name: string;
  text: string;
  /** Name and text without case and accents, for the moderators' search. */
  folded: string;
  /** What the text says, as a hash: the same text is taken once an article. */
  digest: string | null;
  /** A keyed hash of the email address. The address itself is never stored. */
  email: string | null;
  /** Where it was sent from, as wide as one household; goes after 30 days. */
  address: string | null;
  /** The first comment of its remembered reader, or itself: see lib/comments/trust.ts. None when the trust has ended. */
  line: string | null;
  /** How often its author has changed it. */
  changes: number;
};

export type State = 'published' | 'held' | 'spam' | 'deleted' | 'withdrawn';

/** The newest verdict on a comment is its state; the others are its history. */
export type VerdictRow = {
  comment: string;
  /** Counts the verdicts on one comment, from 1. */
  number: number;
  newest: number;
  state: State;
  /** Who gave it: `screening`, `author`, or a moderator's name after `moderator: `. */
  by: string;
  why: string;
  at: number;
};
