import { enableCompileCache } from 'node:module';

/** The one process of the site: `npm start` runs it, and `npm run dev` runs it with --dev. */

// The next start finds these modules compiled, and those of the threads, which read this when they start.
Object.assign(process.env, { NODE_COMPILE_CACHE: '.next/cache/compiled' });
enableCompileCache();
// The renderer's thread takes as long to start as all modules of this one, so it starts before they are loaded.
await import('./rendering.ts');
await import('./serving.ts');
