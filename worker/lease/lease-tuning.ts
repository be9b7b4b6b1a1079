/** The times of a lease, ms. */
export interface LeaseTuning {
  /** How long it lasts without renewal. */
  ttlMs: number;
  renewEveryMs: number;
  /** How often one that another holds is asked for. */
  standbyEveryMs: number;
  /** After an attempt that the database did not answer: sooner than a standby asks. */
  retryMs: number;
  /** How long an answer is waited for. */
  answerMs: number;
  /** How long before its end a holder that could not renew stops. */
  marginMs: number;
}

/** Taken over within 6 s + 1 s of a kill -9. */
export const LEASE_TUNING: LeaseTuning = {
  ttlMs: 6_000,
  renewEveryMs: 2_000,
  standbyEveryMs: 1_000,
  retryMs: 250,
  answerMs: 1_500,
  marginMs: 1_000,
};
