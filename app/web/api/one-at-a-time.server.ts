/** The last of those waiting for each key. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Runs what has the same key one after the other, in this process: of two changes that come together with the same
 * `If-Match`, the second finds the resource changed. (Between instances a window of the handler's own time remains.)
 */
export async function oneAtATime<T>(key: string, run: () => Promise<T>): Promise<T> {
  const before = queues.get(key) ?? Promise.resolve();
  const mine = before.then(run, run);
  const settled = mine.catch(() => undefined);
  queues.set(key, settled);
  try {
    return await mine;
  } finally {
    if (queues.get(key) === settled) queues.delete(key);
  }
}
