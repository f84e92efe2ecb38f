import { expect, onTestFinished, vi } from 'vitest';
import type { Content, SyncReport } from '../../lib/content.ts';

/** Watches a content folder until the test ends. @returns what each sync tells from now on, when all watchers are there */
export async function watchContent(content: Content) {
  const reports: SyncReport[] = [];
  const watching = content.watch({
    onSync: (report) => reports.push(report),
    onError: (error) => expect.unreachable(String(error)),
  });
  onTestFinished(() => watching.stop());
  await vi.waitFor(() => expect(reports).toHaveLength(1), { timeout: 5000 });
  await watching.rescan();
  reports.length = 0;
  return { watching, reports };
}
