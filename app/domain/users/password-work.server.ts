import PQueue from "p-queue";

import { AppError } from "~/domain/errors";

/**
 * How many passwords are hashed at once. Each takes a thread of Node's pool (four by default) and 46 MiB: with all four
 * taken the checks of access tokens, compression and file reads would queue up behind a flood of sign-ins.
 */
const AT_ONCE = 2;
/** More than this many waiting would take longer than anybody waits. */
const MAX_WAITING = 400;

const queue = new PQueue({ concurrency: AT_ONCE });

/**
 * Runs work on a password when its turn comes.
 *
 * @throws AppError `unavailable` when too many wait already.
 */
export async function passwordWork<T>(run: () => Promise<T>): Promise<T> {
  if (queue.size < MAX_WAITING) return queue.add(run);
  throw new AppError("unavailable", "Too many people sign in at this moment. Try again shortly.", {
    retryAfterSeconds: 10,
  });
}
