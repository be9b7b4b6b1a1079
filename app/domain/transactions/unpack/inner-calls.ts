/** At most so many calls are read inside a transaction, */
export const MAX_CALLS = 1_000;
/** nested at most so deep, */
export const MAX_DEPTH = 8;
/** with at most so much calldata in all: overlapping offsets can make a few bytes of calldata say megabytes. */
export const MAX_BYTES = 1_048_576;

/**
 * So many signatures given as text are hashed: it is the one slow step. Compound's governors allow 10 calls a proposal.
 */
export const MAX_SIGNATURES = 64;

/** A call found inside another, before it is known where in the tree it stands. */
export interface InnerCall {
  to: string;
  input: string;
  /** Wei. */
  value: bigint;
  runs: "call" | "delegatecall";
  /** The contract delegatecalls its own code: who called it stays the caller. */
  own: boolean;
}

/** What one transaction may still spend, and what stopped it. Never refunded: work on what turns out malformed counts. */
export interface Budget {
  calls: number;
  bytes: number;
  signatures: number;
  /** A sentence about the cap that was met first. */
  truncated: string | null;
}

/** The whole budget, for one transaction. */
export function newBudget(): Budget {
  return { calls: MAX_CALLS, bytes: MAX_BYTES, signatures: MAX_SIGNATURES, truncated: null };
}

/**
 * Takes one call of so many bytes out of the budget.
 *
 * @returns false when it doesn't allow it.
 */
export function spend(budget: Budget, bytes: number): boolean {
  if (budget.calls < 1) {
    budget.truncated ??= `Only the first ${MAX_CALLS.toLocaleString("en")} calls inside this transaction were read.`;
    return false;
  }
  if (bytes > budget.bytes) {
    budget.truncated ??= "The calls inside this transaction have over 1 MiB of calldata: not all of them were read.";
    return false;
  }
  budget.calls -= 1;
  budget.bytes -= bytes;
  return true;
}

/** Takes one signature to hash out of the budget. @returns false when it doesn't allow it. */
export function spendSignature(budget: Budget): boolean {
  if (budget.signatures < 1) {
    budget.truncated ??= `Only ${MAX_SIGNATURES} of the functions that this transaction names by signature were read.`;
    return false;
  }
  budget.signatures -= 1;
  return true;
}
