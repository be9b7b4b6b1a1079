/**
 * What a promise gives, unless it takes too long.
 *
 * @param what who was asked, for the message: "the queue".
 * @throws Error after `limitMs` without an answer; the promise itself goes on unheard.
 */
export function within<T>(promise: Promise<T>, limitMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`No answer from ${what} within ${limitMs} ms.`)), limitMs);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}
