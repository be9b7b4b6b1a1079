import { generate } from "otplib";

const STEP_SECONDS = 30;

/** What a phone does with a secret. Each code is of another time step, for each is taken once. */
export interface Authenticator {
  /** The next code: of now, or of the step after, which is taken too. Two in half a minute at most. */
  next(): Promise<string>;
}

/** @param clock The time it goes by, Unix ms. */
export function createAuthenticator(secret: string, clock: () => number = Date.now): Authenticator {
  let last = 0;
  return {
    next() {
      last = Math.max(last + 1, Math.floor(clock() / 1000 / STEP_SECONDS));
      return generate({ secret, epoch: last * STEP_SECONDS });
    },
  };
}
