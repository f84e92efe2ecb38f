import { setFlagsFromString } from 'node:v8';
import { startRenderer } from '../lib/renderer.ts';

/** The thread that makes the pages, from the moment on at which this module is loaded. */

export const isDevelopment = process.argv.includes('--dev');
// Next reads it when it is imported, here or in the renderer's thread, which is given what is set here.
Object.assign(process.env, { NODE_ENV: isDevelopment ? 'development' : 'production' });

// What `npm start` says of young memory is for this thread; each of the others is told its own.
setFlagsFromString('--max-semi-space-size=0');

/** Undefined in development, which is plain Next. */
export const rendering = isDevelopment
  ? undefined
  : startRenderer({
      module: new URL('renderer.ts', import.meta.url),
      memory: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 24 },
      async onFailure(error) {
        const { log } = await import('./log.ts');
        log.error({ err: error }, 'the renderer has ended and is started again');
      },
    });
// Who waits for it hears of its failure.
rendering?.catch(() => undefined);
