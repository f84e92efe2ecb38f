import { registerHooks } from 'node:module';

/** Preloaded (`--import`) into the processes that tests start, and their threads: they run as the tests' newsroom. */

const configured = new URL('../lib/site.ts', import.meta.url).href;
const own = new URL('site.ts', import.meta.url).href;

registerHooks({
  load(url, context, next) {
    if (url !== configured) return next(url, context);
    return { format: 'module', source: `export * from '${own}';`, shortCircuit: true };
  },
});
