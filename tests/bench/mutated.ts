import { giveMutations } from '../support/mutated-content.ts';
import { runSite } from '../support/running-site.ts';
import type { Row } from './table.ts';

/** What ten thousand content files with something wrong in them do to a running site. */

const COUNT = 10_000;
const SEED = 1;

export async function measureMutations(): Promise<Row[]> {
  const site = await runSite();
  try {
    const { bad, unnamed, asked, failed, own, broken } = await giveMutations(site, SEED, COUNT);
    return [
      {
        what: `other pages while ${COUNT} mutated files come`,
        measured: `${failed.length} of ${asked} not 200`,
        bar: 'none',
        reached: failed.length === 0,
      },
      {
        what: 'pages of the mutated files',
        measured: `${broken.length} of ${own} 5xx`,
        bar: 'none',
        reached: broken.length === 0,
      },
      {
        what: 'bad files that are not named',
        measured: `${unnamed.length} of ${bad}`,
        bar: 'none',
        reached: unnamed.length === 0,
      },
    ];
  } finally {
    await site.stop();
  }
}
