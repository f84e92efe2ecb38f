import { enhancement } from '../lib/enhancement.ts';
import { toScript } from '../lib/structured-data.ts';

/**
 * The link under the pointer is made ready before it is followed; a browser that does not know this loads it then. Only
 * pages are: what has a dot in its address is a file, and few searches are made twice. It is a selector because to match
 * addresses takes a browser longer, before it draws the page.
 */
const speculation = {
  prerender: [
    {
      where: { selector_matches: "[href^='/']:not([href^='/search'],[href*='.'])" },
      eagerness: 'moderate',
    },
  ],
};

/** Rules are data: nothing runs. */
export function SpeculationRules() {
  return <script type="speculationrules" dangerouslySetInnerHTML={{ __html: toScript(speculation) }} />;
}

/**
 * The one script, for the pages that it does something on. Nothing waits for it, not even the first layout. `data-keep`
 * tells the press that it is the site's own.
 */
export function Enhancement() {
  return <script async type="module" src={enhancement.path} data-keep="" />;
}
