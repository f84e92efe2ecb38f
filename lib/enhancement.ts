import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The site's one script, `lib/enhancement/browser.js`, under an address that changes with its text and may be kept for ever. */
export const enhancement = readEnhancement();

function readEnhancement() {
  const source = readFileSync(path.join(process.cwd(), 'lib/enhancement/browser.js'), 'utf8');
  // What it says to those who change it does not travel.
  const script = source.replace(/^ *(?:\/\/.*)?\n/gm, '').replace(/^ +/gm, '');
  const hash = createHash('sha256').update(script).digest('hex').slice(0, 12);
  return { script, file: `enhance-${hash}.js`, path: `/assets/enhance-${hash}.js` };
}
