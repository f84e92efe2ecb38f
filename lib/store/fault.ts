import { GONE, type StoreOptions } from './opening.ts';

/** What keeps a store from being used, as one sentence for the log: what is wrong and what to do. It holds no password. */

export type Fault = {
  kind: 'gone' | 'full' | 'read-only' | 'busy' | 'damaged' | 'refused' | 'unreachable' | 'newer' | 'other';
  sentence: string;
};

/** The primary result codes of SQLite that say what to do: https://www.sqlite.org/rescode.html */
const SQLITE: Record<number, Fault['kind']> = {
  5: 'busy',
  6: 'busy',
  8: 'read-only',
  11: 'damaged',
  13: 'full',
  14: 'unreachable',
  26: 'damaged',
};

/** What the migrations say of a database that has steps which this version does not know, or tables without steps. */
const VERSIONS: [RegExp, Fault['kind']][] = [
  [/previously executed migration/, 'newer'],
  [/table "\w+" already exists/, 'damaged'],
];

const SYSTEM: Record<string, Fault['kind']> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'read-only',
  EACCES: 'unreachable',
  EPERM: 'unreachable',
  ENOENT: 'unreachable',
  ENOTDIR: 'unreachable',
  EEXIST: 'unreachable',
};

/** @param place where the store is, of which the sentence names what a person can look at */
export function faultOf(error: unknown, place: StoreOptions): Fault {
  return place.databaseUrl === undefined
    ? sqliteFault(error, place.dataDir)
    : postgresFault(error, place.databaseUrl);
}

function sqliteFault(error: unknown, dataDir: string): Fault {
  const kind =
    (messageOf(error) === GONE ? 'gone' : undefined) ??
    SQLITE[numberOf(error, 'errcode') & 0xff] ??
    SYSTEM[textOf(error, 'code')] ??
    kindOfVersion(error) ??
    // SQLite answers at once or waits for a lock.
    (/^timeout after/.test(messageOf(error)) ? 'busy' : 'other');
  const file = `${dataDir}/audience.sqlite`;
  const sentences: Record<Fault['kind'], string> = {
    gone: `${file} has gone while it was in use. Put it back, or start the site again to begin with an empty one.`,
    full: `The disk is full: nothing can be written to ${dataDir}. Make room on it.`,
    'read-only': `${file} cannot be written: it or its disk is read-only. Make it writable for the site's user.`,
    busy: `${file} is locked by another program. End the program that holds it.`,
    damaged: `${file} is damaged or no database. Put it aside and restore a backup with npm run restore.`,
    refused: '',
    newer: `${file} is of a newer version of the site. Use that version, or restore a backup of this one.`,
    unreachable: `${file} cannot be opened: DATA_DIR must be a folder that the site's user can write to.`,
    other: `${file} cannot be used: ${messageOf(error)}`,
  };
  return { kind, sentence: sentences[kind] };
}

function kindOfVersion(error: unknown): Fault['kind'] | undefined {
  return VERSIONS.find(([said]) => said.test(messageOf(error)))?.[1];
}

function postgresFault(error: unknown, databaseUrl: string): Fault {
  const url = URL.parse(databaseUrl);
  const at = url?.host || 'its host';
  const database = url?.pathname.slice(1) ?? '';
  const code = textOf(error, 'code');
  const message = messageOf(error);
  const encoding = 'Characters such as @ # / ? in a password must be written as %40 %23 %2F %3F.';
  const fault = (kind: Fault['kind'], sentence: string): Fault => ({
    kind,
    sentence: `DATABASE_URL: ${sentence}`,
  });

  if (kindOfVersion(error) === 'newer')
    return fault('newer', `${database} is of a newer version of the site. Use that version.`);
  if (code === '53100' || code === 'ENOSPC')
    return fault('full', `the disk is full at ${at}. Make room on it.`);
  if (code === '25006')
    return fault('read-only', `the database at ${at} is read-only. Name the primary server.`);
  if (code === '28P01' || code === '28000')
    return fault('refused', `${at} refuses the user or the password. Correct them. ${encoding}`);
  if (code === '3D000')
    return fault('refused', `${at} has no database “${database}”. Create it, or name another one.`);
  if (code === '42501')
    return fault('refused', `the user may not write to the database at ${at}. Grant it that.`);
  if (code === '53300')
    return fault('refused', `${at} takes no more connections. Raise its max_connections.`);
  if (code === '57014' || code === '55P03')
    return fault(
      'busy',
      `${at} takes too long, or another program holds a lock there. Look at pg_stat_activity.`,
    );
  if (code.startsWith('57P'))
    return fault('unreachable', `${at} is starting or stopping. The site tries again.`);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return fault('unreachable', `the host ${url?.hostname ?? ''} is unknown. Correct its name. ${encoding}`);
  if (code === 'ECONNREFUSED')
    return fault(
      'unreachable',
      `nothing listens at ${at}. Start PostgreSQL, or correct the host and the port.`,
    );
  if (/does not support SSL/.test(message))
    return fault('refused', `${at} offers no TLS. Remove sslmode from the address, or set up TLS there.`);
  if (/certificate|self.signed|SSL|TLS/i.test(`${code} ${message}`))
    return fault('refused', `the TLS certificate of ${at} is not trusted. Set sslrootcert in the address.`);
  if (/timeout|terminated|ECONNRESET|EPIPE|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT/i.test(`${code} ${message}`))
    return fault('unreachable', `${at} does not answer. Look whether it runs and can be reached from here.`);
  return fault('other', `the database at ${at} cannot be used (${withoutPassword(message, url)}).`);
}

/** A message may repeat the address that was asked for. */
function withoutPassword(message: string, url: URL | null): string {
  const secret = url?.password ?? '';
  if (secret === '') return message;
  return [secret, decode(secret)].reduce((text, word) => text.replaceAll(word, '…'), message);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function textOf(error: unknown, name: 'code'): string {
  if (!(error instanceof Error)) return '';
  // A host with several addresses fails with one error for each.
  if (error instanceof AggregateError && !(name in error)) return textOf(error.errors[0], name);
  return name in error && typeof error[name] === 'string' ? error[name] : '';
}

function numberOf(error: unknown, name: 'errcode'): number {
  return error instanceof Error && name in error && typeof error[name] === 'number' ? error[name] : 0;
}
