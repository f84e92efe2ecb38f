import type { NextConfig } from 'next';

// Nothing about who builds the site is sent to anybody.
Object.assign(process.env, { NEXT_TELEMETRY_DISABLED: '1' });

/** The build for the tests, beside that for readers: it is of the tests' own newsroom, whatever lib/site.ts says. */
const forTests: NextConfig = {
  distDir: '.cache/build-for-tests',
  turbopack: { rules: { '**/lib/site.ts': { loaders: ['./tests/own-site-loader.cjs'] } } },
};

const config: NextConfig = {
  ...(process.env.NEWSROOM_TESTS === '1' && forTests),
  // Metadata belongs in <head> for every reader, not only for the robots that Next knows by name.
  htmlLimitedBots: /.*/,
  poweredByHeader: false,
  // The press compresses a finished page once and gives it an ETag; Next would do both for every answer.
  compress: false,
  generateEtags: false,
  serverExternalPackages: ['sharp'],
  // `npm run check` checks the types, of the tests too; a build for readers need not wait for that.
  typescript: { ignoreBuildErrors: true },
  experimental: { globalNotFound: true },
};

export default config;
