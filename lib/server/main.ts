/** The one process of the site: `npm start` leads to it with --npm, and `npm run dev` runs it with --dev. */

const unknown = process.argv.slice(2).find((word) => word !== '--dev' && word !== '--npm');
if (unknown !== undefined) {
  console.error(
    `"${unknown}" is no option of npm run dev: settings are variables, such as PORT=4000 npm run dev.`,
  );
  process.exit(1);
}

// The renderer's thread takes as long to start as all modules of this one, so it starts before they are loaded.
await import('./rendering.ts');
await import('./serve.ts');

export {};
