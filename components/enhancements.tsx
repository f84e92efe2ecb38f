import { enhancement } from '../lib/enhancement.ts';
import { toScript } from '../lib/structured-data.ts';

/** The link under the pointer is made ready before it is followed; a browser that does not know this loads it then. */
const speculation = {
  prerender: [
    {
      where: {
        and: [
          { href_matches: '/*' },
          { not: { href_matches: ['/search*', '/media/*', '/images/*', '/*.xml', '/*.json'] } },
        ],
      },
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
