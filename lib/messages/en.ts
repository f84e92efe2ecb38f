import { numbersOf } from './numbers.ts';

/**
 * The messages in English, which say what every other table must have. A message that holds an element takes it, or takes
 * what makes a link of a text, and returns the pieces in their order: `components/phrase.tsx` shows them.
 */

const { number, tenths, plural, counted } = numbersOf('en');

type Link<Part> = (text: string) => Part;

export const en = {
  numbers: { number, tenths },

  dates: {
    time: (time: string) => time,
    moment: (day: string, time: string) => `${day}, ${time}`,
  },

  frame: {
    home: 'Home',
    breadcrumbs: 'Breadcrumbs',
    skip: 'Skip to the text',
    banner: 'Whose site this is not',
    updated: <Part>(when: Part) => ['Updated ', when],
    sections: 'Sections',
    latest: 'Latest',
    search: 'Search',
    about: 'About the site',
  },

  lists: {
    articles: (count: number) => counted(count, { one: 'article', other: 'articles' }),
    minutes: (count: number) => `${number(count)} min read`,
    /** Behind the number of articles. */
    page: (page: number, pages: number) => `page ${page} of ${pages}`,
    /** The title of a page that is not a list's first. */
    pageTitle: (title: string, page: number) => `${title}, page ${page}`,
    pages: 'Pages of this list',
    pageLink: (page: number) => `Page ${page}`,
    newer: 'Newer',
    older: 'Older',
    recent: 'Recent posts',
    all: 'All articles',
    trending: 'Trending',
    today: 'Popular today',
    now: 'Right now',
    newest: 'Newest',
    /** Under the heading of a list that readers have made: over what, and when. */
    counted: {
      over: <Part>(hours: number, when: Part) => [`Readers of ${number(hours)} hours, counted at `, when],
      now: <Part>(when: Part) => ['Readers of this hour, counted at ', when],
    },
    latest: 'Latest',
    latestOf: (site: string) => `All articles of ${site}, the newest first.`,
    topics: 'Topics',
    topicsOf: (site: string) => `What ${site} writes about, with the number of articles on each topic.`,
    tags: 'Tags',
    tagsOf: (site: string) => `The subjects that ${site} writes about, with the number of articles on each.`,
    tagged: (site: string, tag: string) => `Articles of ${site} tagged “${tag}”, the newest first.`,
    writtenBy: (author: string, site: string) => `Articles by ${author} for ${site}, the newest first.`,
    authors: 'Authors',
    authorsOf: (site: string) => `Who writes for ${site}.`,
    archive: 'Archive',
    archiveOf: (site: string) => `All articles of ${site} by year and month.`,
    month: (site: string, month: string) => `What ${site} published in ${month}, day by day.`,
    days: 'Day by day',
  },

  article: {
    share: 'Share: ',
    copyLink: 'Copy link',
    linkCopied: 'Link copied',
    email: 'Email',
    otherWays: 'More…',
    by: <Part>(names: Part) => ['By ', names],
    published: <Part>(when: Part) => ['Published ', when],
    updated: <Part>(when: Part) => ['Updated ', when],
    contents: 'Contents',
    disclaimer: 'Read the disclaimer',
    brief: <Part>(report: Part) => ['In brief. The full report: ', report],
    corrections: (count: number) => plural(count, { one: 'Correction', other: 'Corrections' }),
    checked: <Part>(by: string, on: Part, due: Part | undefined) => [
      `Checked by ${by} on `,
      on,
      ...(due === undefined ? [] : ['; to be checked again by ', due]),
      '.',
    ],
    sources: 'Sources',
    read: <Part>(when: Part) => ['read ', when],
    tags: 'Tags',
    author: (name: string) => `About ${name}`,
    neighbours: 'Previous and next article',
    previous: 'Previous',
    next: 'Next',
    others: 'Other articles',
    gone: 'This article is no longer here',
    withdrawn: 'This article has been withdrawn',
    goneText: 'It was published here, and its time is over or it was taken away.',
    series: (name: string) => `Series: ${name}`,
    related: 'You might be interested',
  },

  /** In a text, beside what its author wrote. */
  text: {
    done: 'Done',
    notDone: 'Not done',
    table: 'Table',
    tableOf: (columns: string) => `Table: ${columns}`,
    source: (place: number) => `Source ${place}`,
    notes: 'Footnotes',
    backToText: (place: string) => `Back to reference ${place}`,
  },

  search: {
    title: 'Search',
    titleOf: (query: string) => `Search: ${query}`,
    description: (site: string) => `Search all articles of ${site}.`,
    name: (site: string) => `${site} search`,
    label: 'Search the site',
    submit: 'Search',
    hint: 'Quotes keep words together; a minus before a word leaves it out.',
    topic: 'Topic',
    anyTopic: 'All topics',
    tag: 'Tag',
    anyTag: 'Any tag',
    author: 'Author',
    anyAuthor: 'All authors',
    from: 'From',
    until: 'Until',
    anyYear: 'Any year',
    order: 'Order',
    bestFirst: 'Best match',
    newestFirst: 'Newest first',
    pending: (count: number) =>
      `The search is being prepared: ${counted(count, { one: 'article is', other: 'articles are' })} not in it yet.`,
    found: (count: number, query: string) =>
      `${count === 0 ? 'No' : number(count)} ${plural(count, { one: 'article', other: 'articles' })} for “${query}”`,
    foundMore: (weighed: number, query: string) =>
      `More than ${number(weighed - 1)} articles, of which the newest ${number(weighed)} are weighed, for “${query}”`,
    meant: <Part>(words: Part) => ['Did you mean ', words, '?'],
    /** @param everywhere is there when a topic or a time was chosen */
    noneFound: <Part>(links: {
      everywhere: Link<Part> | undefined;
      topics: Link<Part>;
      tags: Link<Part>;
      archive: Link<Part>;
    }) => [
      'Every word must occur, so fewer words find more. ',
      ...(links.everywhere
        ? [links.everywhere('Search all topics and years'), ', or look into ']
        : ['Look into ']),
      links.topics('the topics'),
      ', ',
      links.tags('the tags'),
      ' or ',
      links.archive('the archive'),
      '.',
    ],
  },

  trending: {
    description: (site: string) =>
      `What readers of ${site} read now, today and more than usual, and how it is counted.`,
    standfirst: 'What readers read more than usual, today, and right now.',
    counted: <Part>(when: Part) => ['Last counted ', when],
    away: 'The counts are away for the moment.',
    howTrending: (hours: number, halvedEvery: number) =>
      `Views of the last ${hours} hours. Each weighs half after ${halvedEvery} hours, and their sum is divided by what the article’s own rate of the last seven days would have brought, plus one. So an article that is always read does not stay on top for ever.`,
    howToday: (hours: number) => `The most viewed of the last ${hours} hours.`,
    howNow: 'The most viewed of the hour that is running.',
    tooFewReaders: 'Not enough readers yet.',
    article: 'Article',
    readers: 'Readers',
    timesUsual: 'Times usual',
    how: 'How views are counted',
    counting: (visitors: number, visitorsOfTrending: number) =>
      `An article that was in view for five seconds, or was scrolled, counts as one view; the same visitor and article once a day. The lists count each network once an article and day, whatever its browsers call themselves, so that no one can buy a place in them alone. An article needs ${visitors} of them to be in a list, and ${visitorsOfTrending} to be trending. The lists are made again each minute. Robots, pages that a browser loads ahead, and readers whose browser asks not to be tracked are not counted.`,
    privacy:
      'No address and no cookie is kept. To know a second view from a first, the site keeps a keyed hash of address, browser and article, and destroys each day’s key within 48 hours.',
    feed: <Part>(link: Link<Part>) => [
      'What readers say under the articles is in a ',
      link('feed of all replies'),
      '.',
    ],
    chart: (most: number) =>
      `Views of the last 24 hours, by hour; the highest bar is ${plural(most, { one: 'one view', other: `${number(most)} views` })}.`,
    table: 'The same as a table',
    hour: 'Hour from',
    views: 'Views',
  },

  comments: {
    heading: 'Replies',
    count: (count: number) => counted(count, { one: 'reply', other: 'replies' }),
    more: (count: number) => plural(count, { one: 'One more reply', other: `${number(count)} more replies` }),
    leave: 'Leave a Reply',
    oldestFirst: 'Oldest first',
    newestFirst: 'Newest first',
    earlier: 'Earlier',
    later: 'Later',
    feed: 'Feed',
    feedOf: (title: string) => `${title}: replies`,
    feedDescription: 'What readers say, the newest first.',
    feedEntry: (name: string, article: string) => `${name} on “${article}”`,
    away: 'Comments are away for the moment. Please try again in a few minutes.',
    closed: 'Comments are closed.',
    gone: 'This comment is gone.',
    /** Behind the name of a reader who answers another one. */
    answers: (name: string) => `to ${name}`,
    edited: 'edited',
    reply: 'Reply',
    replyTo: (name: string) => `Reply to ${name}`,
    /** In the place of a name. */
    aComment: 'a comment',
    replyUnder: (name: string, article: string) => `A reply to ${name} under “${article}”.`,
    /** Above the title of an article. */
    repliesTo: 'Replies to',
    titleOfReplies: (article: string) => `Replies to “${article}”`,
    aboutReplies: (article: string) => `What readers say about “${article}”.`,
    /** Above the title of an article. */
    writeTo: 'Reply to',
    titleOfForm: (article: string) => `Reply to “${article}”`,
    preview: 'Preview',
    notSent: 'not sent yet',
  },

  commentForm: {
    required: <Part>(star: Part) => [
      'Your email address will not be published. Required fields are marked ',
      star,
    ],
    comment: 'Comment',
    name: 'Name',
    email: 'Email',
    remember: 'Remember me with a cookie, so that my next comments need not wait',
    trap: 'Leave this empty',
    send: 'Post comment',
    preview: 'Preview',
    firstWaits: 'An editor reads a first comment before it appears.',
  },

  ownComment: {
    title: 'Your comment',
    states: {
      published: 'Your comment is published.',
      held: 'Thank you. An editor reads your comment before it appears; no one else can see it yet.',
      spam: 'Your comment is not shown.',
      deleted: 'Your comment is not shown: an editor has removed it.',
      withdrawn: 'You have deleted your comment. Its words and your name are gone.',
    },
    see: 'See it there.',
    key: 'The address of this page is the key to your comment. Keep it, and show it to no one: a person who has it can delete the comment.',
    change: 'Change it',
    until: <Part>(when: Part) => [
      'Until ',
      when,
      '. A comment that an editor has published waits again after a change.',
    ],
    save: 'Save the change',
    delete: 'Delete it',
    final: 'This cannot be undone.',
    deleteNow: 'Delete my comment',
  },

  /** Why a comment was not taken. */
  refusals: {
    malformed: 'The form did not arrive as the page sends it. Please send it again.',
    'token-forged': 'The form does not belong to this article. Please send it again from here.',
    'token-early': 'That was faster than anybody types. Please send it again in a moment.',
    'token-late': 'The page was open for more than two days. Please send it again.',
    trap: 'A hidden field was filled in. If your browser did that, please leave it empty.',
    'name-missing': 'Please give a name.',
    'name-long': (characters: number) => `A name may have ${characters} characters.`,
    'email-missing': 'Please give an email address. It will not be published.',
    'email-wrong': 'This is not an email address.',
    'text-missing': 'Please write a comment.',
    'text-long': (characters: number, lines: number) =>
      `A comment may have ${characters} characters on ${lines} lines.`,
    twice: 'This has been said here already, in the same words.',
    'too-soon': 'Please wait 15 seconds between two comments.',
    'too-many-a-minute': 'No more than two comments a minute, please.',
    'too-many-nearby': 'Many comments have just come from your network. Please try again later.',
    'too-many-a-day': 'No more than 20 comments a day, please.',
    crowded: 'So many comments wait for an editor that no more are taken now. Please try again later.',
    closed: 'Comments on this article are closed.',
    'parent-gone': 'The comment that you reply to is not there any more.',
    'not-yours': 'This link does not belong to a comment.',
    'edit-often': 'A comment can be changed ten times. It can still be deleted.',
    'edit-late': 'A comment can be changed for 15 minutes. It can still be deleted.',
  },

  /** What an answer says when the comments' store is away. */
  away: {
    textKept:
      'Comments are away for the moment, and nothing was saved. What you typed is still here: please send it again in a few minutes.',
    goBack:
      'Comments are away for the moment, and nothing was saved. Please go back and try again in a few minutes.',
    mayBeSaved:
      'The answer took too long, so what you sent may have been saved, or not. What you typed is still here: if you send it again, a second copy is refused.',
    mayBeDone:
      'The answer took too long, so what you sent may have been done, or not. Please go back, look, and try again in a few minutes.',
    busy: 'Too many forms are arriving at this moment, and nothing was saved. Please send yours again in a few seconds.',
    signIn: 'Moderators cannot sign in while comments are away. Please try again in a few minutes.',
  },

  signIn: {
    closed: 'Closed. The site has no password for moderators: set MODERATOR_PASSWORD and start it again.',
    name: 'Your name, for the log',
    password: 'Password',
    submit: 'Sign in',
    refusals: {
      closed: 'Moderation is closed: the site has no password for it.',
      wrong: 'That is not the password.',
      'name-missing': 'Please give the name under which the log keeps what you decide.',
    },
    tooManyTries: (minutes: number) =>
      `Too many wrong passwords. Please try again in ${plural(minutes, { one: 'a minute', other: `${number(minutes)} minutes` })}.`,
  },

  moderation: {
    title: 'Moderation',
    session: <Part>(name: string, ends: Part) => [`${name}, until `, ends],
    log: 'The log',
    titleOfLog: 'Moderation: the log',
    signOut: 'Sign out',
    states: {
      held: 'held',
      published: 'published',
      spam: 'spam',
      deleted: 'deleted',
      withdrawn: 'withdrawn',
      all: 'all',
    },
    byState: 'Comments by state',
    acts: { publish: 'publish', hold: 'hold', spam: 'spam', delete: 'delete', undo: 'undo' },
    /** What the buttons do, for those who hear them. */
    actsOn: {
      publish: (name: string) => `publish the comment of ${name}`,
      hold: (name: string) => `hold the comment of ${name}`,
      spam: (name: string) => `spam the comment of ${name}`,
      delete: (name: string) => `delete the comment of ${name}`,
      undo: (name: string) => `undo the comment of ${name}`,
    },
    findLabel: 'Find in names and texts',
    find: 'Find',
    under: (article: string) => `Under “${article}”`,
    allArticles: 'All articles',
    comments: (count: number) => counted(count, { one: 'comment', other: 'comments' }),
    why: 'Why, for the log',
    tickAll: 'Tick all',
    tickNone: 'Tick none',
    didNothing:
      'Nothing was changed: the comments are in that state already, or their authors or another moderator have changed them since.',
    /** What was just done. */
    did: {
      publish: (count: number) => `${counted(count, { one: 'comment', other: 'comments' })} published.`,
      hold: (count: number) => `${counted(count, { one: 'comment', other: 'comments' })} held.`,
      spam: (count: number) => `${counted(count, { one: 'comment', other: 'comments' })} marked as spam.`,
      delete: (count: number) => `${counted(count, { one: 'comment', other: 'comments' })} deleted.`,
      undo: (count: number) => `Undone for ${counted(count, { one: 'comment', other: 'comments' })}.`,
    },
    ticked: 'With all that are ticked:',
    crowd: (hour: number) =>
      `${counted(hour, { one: 'comment', other: 'comments' })} came within the last hour. Until it is quieter, those that would wait here are refused; readers who are trusted can still comment.`,
    wrongPasswords: (tries: number, senders: number) =>
      `${counted(tries, { one: 'wrong password', other: 'wrong passwords' })} from ${counted(senders, { one: 'sender', other: 'senders' })} within the last day. Each sender must wait longer after each try; this browser is not held up by that.`,
    triesOf: <Part>(tries: number, sender: string, last: Part) => [
      `${number(tries)} from ${sender}, the last `,
      last,
    ],
    knownBrowser: 'a browser that has signed in before',
    nameless: 'a person who is no longer named',
    deletedName: 'a deleted name',
    on: <Part>(article: Part) => ['on ', article],
    allUnderIt: 'all under it',
    answers: (name: string) => `Answers ${name}:`,
    verdict: <Part>(state: string, by: string, why: string, when: Part) => [
      `${state} by ${by}${why && ` (${why})`}, `,
      when,
      '. ',
    ],
    judges: {
      screening: 'screening',
      author: 'author',
      moderator: (name: string) => `moderator: ${name}`,
    },
    sameEmail: (counts: string) => `Same email: ${counts}.`,
    sameSender: (address: string | undefined, counts: string) =>
      `Same sender${address === undefined ? '' : ` (${address})`}: ${counts}.`,
    noneKnown: 'none known',
    when: 'When',
    who: 'Who',
    what: 'What',
    whyColumn: 'Why',
  },

  /** Why a comment waits for a moderator. The log keeps it as it was said. */
  doubts: {
    first: 'first comment',
    otherName: 'another name than before',
    tooMany: (count: number) => `more than ${number(count)} comments a day`,
    taken: (name: string) => `looks like “${name}”, a name of the newsroom`,
    deceptive: 'a name in mixed or look-alike letters',
    links: (count: number) => counted(count, { one: 'link', other: 'links' }),
    linkForName: 'a link for a name',
    says: (words: string) => `says “${words}”`,
    changed: 'changed by its author',
    undone: 'undo',
  },

  /** Words that no reader may be called. */
  offices: ['admin', 'administrator', 'editor', 'editors', 'moderator', 'newsroom', 'staff', 'webmaster'],

  notFound: {
    title: 'Not found',
    heading: 'There is no page at this address',
    text: 'It may have been moved or misspelled. Search for it, or start from what is new.',
  },

  errors: {
    failed: {
      title: 'Something went wrong',
      heading: 'This page could not be made',
      text: <Part>(home: Link<Part>) => [
        'The fault is ours, not yours, and it has been noted. Please try again in a moment, or go to the ',
        home('front page'),
        '.',
      ],
    },
    busy: {
      title: 'The site is busy',
      heading: 'The site is busy',
      text: <Part>(home: Link<Part>) => [
        'More pages were asked for than can be made at this moment. Please try again in a few seconds, or go to the ',
        home('front page'),
        '.',
      ],
    },
  },

  /** On a drawn card, whose typeface has not all characters. */
  card: {
    greek:
      'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega',
    '≥': 'at least ',
    '≤': 'at most ',
    '≈': 'about ',
    '≠': 'is not ',
    '→': ' to ',
    '∞': 'infinity',
    '√': 'root of ',
    '‰': ' per mille',
    '№': 'No. ',
  },
};

export type Messages = typeof en;
