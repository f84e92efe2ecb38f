const { registerHooks } = require('node:module');
const { pathToFileURL } = require('node:url');

/**
 * Preloaded (`--require`) into the processes that tests start, and their threads: they run as the tests' newsroom. Not by
 * `--import`, which a thread waits for before it begins.
 */

const configured = pathToFileURL(require.resolve('../lib/site.ts')).href;
const own = pathToFileURL(require.resolve('./site.ts')).href;

registerHooks({
  load(url, context, next) {
    if (url !== configured) return next(url, context);
    return { format: 'module', source: `export * from '${own}';`, shortCircuit: true };
  },
});
