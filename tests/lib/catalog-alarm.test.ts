import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { onAlarm, withAlarm } from '../../lib/catalog-alarm.ts';

function hearing() {
  const heard = vi.fn();
  onTestFinished(onAlarm(heard));
  return heard;
}

const database = new DatabaseSync(':memory:');
const asked = withAlarm({
  name: 'catalog',
  ask: (sql: string) => database.prepare(sql).get(),
  askLater: async (sql: string) => database.prepare(sql).get(),
  fail: () => {
    throw new TypeError('A fault of the page.');
  },
});

describe('withAlarm', () => {
  it('leaves results and other values as they are, without an alarm', async () => {
    const heard = hearing();
    expect(asked.name).toBe('catalog');
    expect(asked.ask('SELECT 1 AS n')).toEqual({ n: 1 });
    expect(await asked.askLater('SELECT 2 AS n')).toEqual({ n: 2 });
    await wait(50);
    expect(heard).not.toHaveBeenCalled();
  });

  it('raises an alarm for an error of SQLite, which is thrown all the same', async () => {
    const heard = hearing();
    expect(() => asked.ask('SELECT * FROM missing')).toThrow('no such table');
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1));
    await expect(asked.askLater('SELECT * FROM missing')).rejects.toThrow('no such table');
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2));
  });

  it('raises none for any other error', async () => {
    const heard = hearing();
    expect(() => asked.fail()).toThrow('A fault of the page.');
    await wait(50);
    expect(heard).not.toHaveBeenCalled();
  });
});
