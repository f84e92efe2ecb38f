import { setFlagsFromString } from 'node:v8';
import { startRenderer } from './renderer.ts';

/** The thread that makes the pages, from the moment on at which this module is loaded. */

export const isDevelopment = process.argv.includes('--dev');
// Next reads it when it is imported, here or in the renderer's thread, which is given what is set here.
Object.assign(process.env, { NODE_ENV: isDevelopment ? 'development' : 'production' });

// What `npm start` says of memory is for this thread. It would go before what each of the others is told.
setFlagsFromString('--max-semi-space-size=0');
setFlagsFromString('--max-old-space-size=0');

/** Undefined in development, which is plain Next. */
export const rendering = isDevelopment
  ? undefined
  : startRenderer({
      // The more it may hold, the more seldom V8 looks for what is not used any more. It needs 60 MB; with a limit of
      // 256 MB one page in twelve was held up by that, and with this one its memory is some ten megabytes larger.
      memory: { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 24 },
      async onFailure(error) {
        const { log } = await import('./log.ts');
        log.error({ err: error }, 'the renderer has ended and is started again');
      },
    });
// Who waits for it hears of its failure.
rendering?.catch(() => undefined);
