import { PostgresDialect } from 'kysely';
import pg from 'pg';

/** PostgreSQL's numbers of 64 bits and its sums (`int8`, `numeric`): ours stay below 2^53, so they are numbers. */
const NUMBERS = new Set([20, 1700]);

/**
 * @returns the dialect over a pool of connections to that database
 * @param onError told of a connection that broke while nobody used it; the pool opens another
 */
export function postgresDialect(databaseUrl: string, onError: (error: Error) => void): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: (oid, format) => (NUMBERS.has(oid) ? Number : pg.types.getTypeParser(oid, format)),
    },
  });
  pool.on('error', onError);
  return new PostgresDialect({ pool });
}
