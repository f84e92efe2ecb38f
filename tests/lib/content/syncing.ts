import { inTransaction, openDatabase } from '../../../lib/catalog-database.ts';
import { syncContent } from '../../../lib/content/sync.ts';
import { indexPending, pendingSearch } from '../../../lib/search.ts';
import { site } from '../../../lib/site.ts';

/**
 * A process that brings a catalog up to date and says how far it is, for tests that end it at any moment. It loads
 * those parts of the catalog alone that write, because it is started many times.
 */

const [contentDir = '', cacheDir = ''] = process.argv.slice(2);
const now = new Date('2026-11-02T00:00:00Z');
const topics = site.topics.map(({ id }) => id);
console.log('opening');
const database = openDatabase({ contentDir, cacheDir, site });
syncContent(database, { contentDir, topics, zone: site.zone, defaultAuthor: site.author.id, now });
console.log('synced');
while (pendingSearch(database) > 0) inTransaction(database, () => indexPending(database, 8));
console.log('done');
