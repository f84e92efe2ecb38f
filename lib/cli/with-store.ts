import { environment } from '../site.ts';
import { BadBackup, faultOf, openStore, type Store } from '../store.ts';

/**
 * Opens the readers' store for a command and closes it after that.
 * @returns the command's exit code; 1, with a sentence on standard error, when the store cannot be used
 */
export async function withStore(work: (store: Store) => Promise<number>): Promise<number> {
  let store: Store | undefined;
  try {
    store = await openStore(environment);
    return await work(store);
  } catch (error) {
    console.error(error instanceof BadBackup ? error.message : faultOf(error, environment).sentence);
    return 1;
  } finally {
    await store?.close();
  }
}
