import { primaryOf } from '../language.ts';

/** Raised with every change of the tables: an older file is then made again. */
export const VERSION = 17;

/** Whether words of a language are found by their stems: SQLite has one stemmer, Porter's, which is for English. */
export function hasStemmer(language: string): boolean {
  return primaryOf(language) === 'en';
}

/** How texts become words in a full-text table. */
export function tokenizerFor(language: string): string {
  const words = 'unicode61 remove_diacritics 2';
  return hasStemmer(language) ? `porter ${words}` : words;
}

/** The tables of an empty catalog. @param language decides how the search finds the stems of words */
export const tablesFor = (language: string) => `
  -- What was found on disk at the last sync.
  CREATE TABLE files (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
    inode INTEGER NOT NULL, hash TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE problems (
    path TEXT NOT NULL, line INTEGER, severity TEXT NOT NULL, reason TEXT NOT NULL, fix TEXT NOT NULL,
    -- 'file': the file's own bytes are wrong. 'retry': another file has its slug, or it could not be read.
    origin TEXT NOT NULL CHECK (origin IN ('file', 'retry', 'folder', 'proofreading'))
  );
  CREATE INDEX problems_of_path ON problems (path);
  CREATE INDEX problems_to_retry ON problems (path) WHERE origin = 'retry';
  -- Files that were refused because another file has their slug, or one of their aliases. 'kind' is 'article', 'alias',
  -- 'author' or 'page'.
  CREATE TABLE waiting (
    kind TEXT NOT NULL, slug TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (kind, slug, path)
  ) WITHOUT ROWID;
  CREATE INDEX waiting_files ON waiting (path);
  -- Texts that wait to be proofread, in the version that is stored.
  CREATE TABLE unread (path TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;

  -- Times are milliseconds since 1970; 'month' is 'yyyy-mm' in the site's zone; 'featured' is the place that the editor
  -- gives it, 10 when that is any, and null for others; 'fields' is the rest of the front matter.
  -- An article's id is the minute of its date, or the next that is free: the full-text table knows nothing but ids, and
  -- so can give the newest first.
  CREATE TABLE articles (
    id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, path TEXT NOT NULL UNIQUE,
    date INTEGER NOT NULL, updated INTEGER, expires INTEGER, draft INTEGER NOT NULL, featured INTEGER,
    topic TEXT NOT NULL, series TEXT, month TEXT NOT NULL, title TEXT NOT NULL, excerpt TEXT NOT NULL, words INTEGER NOT NULL,
    hash TEXT NOT NULL, fields TEXT NOT NULL
  );
  -- What a search asks of each article that it finds, without reading the article: made here and not with the other
  -- indexes, because the search names it.
  CREATE INDEX articles_in_search ON articles (id, draft, date, expires, topic, month);
  -- The place of an article's text: on which line of its file, and between which bytes of which pack.
  CREATE TABLE places (
    id INTEGER PRIMARY KEY, line INTEGER NOT NULL, pack INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL
  );
  -- A pack stays until the last of its texts has gone.
  CREATE TABLE packs (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
  CREATE VIEW bodies AS
    SELECT places.id, line, unpacked(bytes, start, length) AS body FROM places JOIN packs ON packs.id = pack;

  CREATE TABLE tags (
    slug TEXT NOT NULL, date INTEGER NOT NULL, id INTEGER NOT NULL, label TEXT NOT NULL,
    PRIMARY KEY (slug, date DESC, id DESC)
  ) WITHOUT ROWID;
  CREATE TABLE bylines (
    author TEXT NOT NULL, date INTEGER NOT NULL, id INTEGER NOT NULL,
    PRIMARY KEY (author, date DESC, id DESC)
  ) WITHOUT ROWID;
  CREATE TABLE aliases (alias TEXT PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;

  -- Slugs of articles that were live and whose files have been taken away. This memory goes with the file: who deletes
  -- the catalog makes the site forget them, and they are then as if they had never been.
  CREATE TABLE gone (slug TEXT PRIMARY KEY) WITHOUT ROWID;

  -- Authors and static pages.
  CREATE TABLE profiles (
    kind TEXT NOT NULL, slug TEXT NOT NULL, path TEXT NOT NULL UNIQUE, line INTEGER NOT NULL, body TEXT NOT NULL,
    fields TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (kind, slug)
  ) WITHOUT ROWID;

  CREATE VIRTUAL TABLE search USING fts5 (
    title, excerpt, tags, body, content = '', contentless_delete = 1, tokenize = "${tokenizerFor(language)}"
  );

  -- The words of all articles as they are written there, for spelling: the full-text table holds stems. A word stays
  -- when its last article goes; before it is shown to anybody, the full-text table is asked for it.
  CREATE TABLE words (
    initial TEXT NOT NULL, length INTEGER NOT NULL, word TEXT NOT NULL, PRIMARY KEY (initial, length, word)
  ) WITHOUT ROWID;

  -- Articles that the full-text table does not hold yet.
  CREATE TABLE search_pending (id INTEGER PRIMARY KEY);
  -- Articles whose words the spelling has not learnt yet.
  CREATE TABLE words_pending (id INTEGER PRIMARY KEY);

  -- One row: counts the syncs that changed anything.
  CREATE TABLE revision (number INTEGER NOT NULL);
  INSERT INTO revision VALUES (0);
`;

/**
 * The indexes that lists are answered by, and how many files have each tag. They are apart because a first sync makes
 * them at its end: sorting once is several times faster than keeping them in order through every insertion. Those of long
 * lists end with `expires`, so that they are counted without a look at the articles. In the counts the empty tag is used
 * for all articles.
 */
export const INDEXES = `
  CREATE INDEX articles_by_date ON articles (draft, date DESC, id DESC, expires);
  CREATE INDEX articles_by_update ON articles (draft, updated DESC) WHERE updated IS NOT NULL;
  CREATE INDEX articles_by_topic ON articles (topic, draft, date DESC, id DESC, expires);
  CREATE INDEX articles_by_month ON articles (draft, month, date DESC, id DESC, expires);
  CREATE INDEX articles_by_expiry ON articles (draft, expires) WHERE expires IS NOT NULL;
  CREATE INDEX featured_articles ON articles (draft, featured, date DESC, id DESC) WHERE featured IS NOT NULL;
  CREATE INDEX articles_by_series ON articles (series, draft, date, id) WHERE series IS NOT NULL;
  CREATE INDEX tags_of_article ON tags (id);
  CREATE INDEX bylines_of_article ON bylines (id);
  CREATE INDEX aliases_of_article ON aliases (id);
  CREATE INDEX places_in_pack ON places (pack);
  CREATE TRIGGER place_removed AFTER DELETE ON places BEGIN
    DELETE FROM packs WHERE id = old.pack AND NOT EXISTS (SELECT 1 FROM places WHERE pack = old.pack);
  END;

  CREATE TABLE tag_counts (slug TEXT PRIMARY KEY, files INTEGER NOT NULL) WITHOUT ROWID;
  INSERT INTO tag_counts SELECT slug, count(*) FROM tags GROUP BY slug;
  INSERT INTO tag_counts SELECT '', count(*) FROM articles;
  CREATE TRIGGER tag_added AFTER INSERT ON tags BEGIN
    INSERT OR IGNORE INTO tag_counts VALUES (new.slug, 0);
    UPDATE tag_counts SET files = files + 1 WHERE slug = new.slug;
  END;
  CREATE TRIGGER tag_removed AFTER DELETE ON tags BEGIN
    UPDATE tag_counts SET files = files - 1 WHERE slug = old.slug;
  END;
  CREATE TRIGGER article_added AFTER INSERT ON articles BEGIN
    UPDATE tag_counts SET files = files + 1 WHERE slug = '';
  END;
  CREATE TRIGGER article_removed AFTER DELETE ON articles BEGIN
    UPDATE tag_counts SET files = files - 1 WHERE slug = '';
  END;
`;
