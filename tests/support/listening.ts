import type { Server } from 'node:http';
import { onTestFinished } from 'vitest';

/**
 * Lets a server listen on a port of its own, and closes it when the test is over, even with open connections.
 * @returns its origin
 */
export async function listening(server: Server): Promise<string> {
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}
