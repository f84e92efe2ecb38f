import { isIPv6 } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { Refusal, refuse } from './refusal.ts';

/** The settings of one run. This is the only reader of `process.env`, which is parsed once, when the process starts. */

/** The site is at the root of its host: its paths start with `/`. */
function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return false;
  return url.pathname + url.search + url.hash + url.username + url.password === '/';
}

function isPostgres(text: string): boolean {
  return /^postgres(?:ql)?:$/.test(URL.parse(text)?.protocol ?? '');
}

const PORT = 'must be a whole number from 0 to 65535, such as 3000';
const HOST = 'must be a name or an address without a port, such as localhost, 0.0.0.0 or ::1';
const FLAG = 'must be 1 for yes or 0 for no';

/** What follows the name of a variable is what it must be. Secrets are not repeated. */
const schema = z.object({
  PORT: z
    .string()
    .trim()
    .regex(/^\d{1,5}$/, PORT)
    .transform(Number)
    .refine((port) => port <= 65_535, PORT)
    .default(3000),
  HOST: z
    .string()
    .trim()
    .min(1)
    .refine((host) => isIPv6(host) || !/[:/\s[\]]/.test(host), HOST)
    .default('localhost'),
  SITE_URL: z
    .string()
    .refine(isOrigin, "must be the site's origin with nothing behind it, such as https://example.org")
    .transform((text) => URL.parse(text)?.origin)
    .optional(),
  CONTENT_DIR: z.string().min(1).default('content'),
  CACHE_DIR: z.string().min(1).default('.cache'),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: z
    .string()
    .refine(
      isPostgres,
      'must be an address such as postgres://user:password@host/database, with @ # / ? in a password as %40 %23 %2F %3F',
    )
    .optional(),
  MODERATOR_PASSWORD: z
    .string()
    .min(12, 'must have 12 characters or more; leave it out to close the moderation')
    .optional(),
  CONTENT_SECRET: z
    .string()
    .min(16, 'must have 16 characters or more; leave it out to close /api/content')
    .optional(),
  TRUST_PROXY: z.enum(['0', '1'], FLAG).default('0'),
  LOG_REQUESTS: z.enum(['0', '1'], FLAG).default('0'),
});

const SECRETS = new Set(['DATABASE_URL', 'MODERATOR_PASSWORD', 'CONTENT_SECRET']);

export type Environment = {
  port: number;
  host: string;
  /** Absolute address of the site without a slash at its end; canonical links and feeds are made with it. */
  url: string;
  contentDir: string;
  cacheDir: string;
  dataDir: string;
  /** PostgreSQL for several machines; without it what readers did is a SQLite file in `dataDir`. */
  databaseUrl: string | undefined;
  /** Lets moderators in; without it moderation is closed. */
  moderatorPassword: string | undefined;
  /** Lets a web hook say at /api/content that the content has changed; without it that address is not there. */
  contentSecret: string | undefined;
  /** A reader's address is the last of `X-Forwarded-For`, which the proxy in front adds, not the connection's. */
  trustProxy: boolean;
  /** One line of JSON a request on standard output. */
  logRequests: boolean;
};

/**
 * Reads the settings of one run.
 * @throws Refusal with one sentence a wrong variable, when a variable holds what it cannot mean.
 */
export function readEnvironment(variables: Record<string, string | undefined>): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const reasons = new Map(parsed.error.issues.map(({ path: [name], message }) => [String(name), message]));
    const sentences = reasons.entries().map(([name, message]) => {
      const value = SECRETS.has(name) ? '' : ` is ${JSON.stringify(given[name])}, but it`;
      return `${name}${value} ${message}.`;
    });
    throw new Refusal([...sentences].join('\n'));
  }
  const { data } = parsed;
  return {
    port: data.PORT,
    host: data.HOST,
    url: data.SITE_URL ?? `http://localhost:${data.PORT}`,
    contentDir: path.resolve(data.CONTENT_DIR),
    cacheDir: path.resolve(data.CACHE_DIR),
    dataDir: path.resolve(data.DATA_DIR),
    databaseUrl: data.DATABASE_URL,
    moderatorPassword: data.MODERATOR_PASSWORD,
    contentSecret: data.CONTENT_SECRET,
    trustProxy: data.TRUST_PROXY === '1',
    logRequests: data.LOG_REQUESTS === '1',
  };
}

function readOrRefuse(): Environment {
  try {
    return readEnvironment(process.env);
  } catch (error) {
    return refuse(error);
  }
}

export const environment = readOrRefuse();
