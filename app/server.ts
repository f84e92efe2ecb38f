/** The one process of the site: `npm start` leads to it, and `npm run dev` runs it with --dev. */

// The renderer's thread takes as long to start as all modules of this one, so it starts before they are loaded.
await import('./rendering.ts');
await import('./serving.ts');

export {};
