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

/** What a page has beyond HTML and CSS. `data-keep` tells the press that the script is the site's own. */
export function Enhancements() {
  return (
    <>
      <script type="speculationrules" dangerouslySetInnerHTML={{ __html: toScript(speculation) }} />
      <script type="module" src={enhancement.path} fetchPriority="low" data-keep="" />
    </>
  );
}
