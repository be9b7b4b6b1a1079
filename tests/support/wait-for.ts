import { setTimeout as sleep } from "node:timers/promises";

interface WaitOptions {
  /** Default 10,000. */
  timeoutMs?: number;
  /** Default 25. */
  intervalMs?: number;
  /** What is awaited, for the error: "the alert is confirmed". */
  describe?: string;
  /** Ends the wait early with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Asks again until the answer is truthy, and returns it.
 *
 * @throws Error naming what was awaited, with the last error thrown by `ask` as its cause, once `timeoutMs` is over.
 */
export async function waitFor<T>(
  ask: () => T | Promise<T>,
  { timeoutMs = 20_000, intervalMs = 25, describe = "the condition", signal }: WaitOptions = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  let lastError: unknown;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const answer = await ask();
      if (answer) return answer;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() >= deadline) {
      const because = lastError instanceof Error ? `: ${lastError.message}` : "";
      throw new Error(`waited ${timeoutMs} ms in vain until ${describe}${because}`, { cause: lastError });
    }
    await sleep(intervalMs);
  }
}
