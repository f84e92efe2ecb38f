import { PostgresDialect } from 'kysely';
import pg from 'pg';

/** Of each of the two threads that use the database. */
const MAX_CONNECTIONS = 5;

/** PostgreSQL's numbers of 64 bits and its sums (`int8`, `numeric`): ours stay below 2^53, so they are numbers. */
const NUMBERS = new Set([20, 1700]);

/**
 * @param statementTimeoutMs after which the server gives up a statement, as it does one that waits for a lock: a user who
 *   has given up must not find it done later, and a hung statement must not hold a connection
 * @returns the dialect over a pool of connections to that database
 */
export function postgresDialect(databaseUrl: string, statementTimeoutMs?: number): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: MAX_CONNECTIONS,
    // After a fail-over new connections lead to the new server, and the old ones end.
    maxLifetimeSeconds: 60,
    connectionTimeoutMillis: 5000,
    // A server that went away without a word is found out by the system.
    keepAlive: true,
    keepAliveInitialDelayMillis: 5000,
    ...(statementTimeoutMs !== undefined && {
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: 2 * statementTimeoutMs,
    }),
    types: {
      getTypeParser: (oid, format) => (NUMBERS.has(oid) ? Number : pg.types.getTypeParser(oid, format)),
    },
  });
  // A connection that breaks tells its listeners, in the pool or lent by it; without one that would end the process.
  // Who uses it learns of it by the query that fails, and the pool opens another.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new PostgresDialect({ pool });
}
