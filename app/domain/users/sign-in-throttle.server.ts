import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { LimiterSpec, LimiterState } from "~/platform/limiter.server";
import { clientNetwork } from "./client-network";

/** Tries that an address has at one account before it must wait. */
const AT_ACCOUNT = { name: "sign-in:account-address", points: 10, durationSeconds: 300, shared: true };
/** Tries that an address has at all: trying one password on many accounts is guessing too. */
const OF_ADDRESS = { name: "sign-in:address", points: 300, durationSeconds: 300, shared: true };
/**
 * Tries at one account from everywhere. Past them only addresses that have signed in to it before go on, so that
 * whoever tries from a thousand addresses is slowed down and its owner isn't locked out.
 */
const OF_ACCOUNT = { name: "sign-in:account", points: 100, durationSeconds: 300, shared: true };
/** Wrong codes at one account from addresses it doesn't know: whoever makes them has its password already. */
const CODES = { name: "sign-in:codes", points: 20, durationSeconds: 3_600, shared: true };

interface Try {
  /** Lower case. */
  email: string;
  ip: string;
  requestId?: string;
}

/** Counts tries to sign in, before they are looked at: a thousand at once are no way round. */
export function signInThrottle(ctx: Context, attempt: Try) {
  const { email } = attempt;
  const network = clientNetwork(attempt.ip);
  const pair = `${network} ${email}`;
  const atAccount = ctx.limiters.of(AT_ACCOUNT);
  const ofAddress = ctx.limiters.of(OF_ADDRESS);
  const ofAccount = ctx.limiters.of(OF_ACCOUNT);
  const codes = ctx.limiters.of(CODES);

  return {
    /** @throws AppError `rate_limited` after too many tries. */
    async count(): Promise<void> {
      // Asked first: a refused address that names another account each time would leave a counter for each of them.
      if (await ofAddress.isSpent(network))
        throw await tooMany(ctx, attempt, OF_ADDRESS, await ofAddress.consume(network));
      const pairState = await atAccount.consume(pair);
      if (!pairState.allowed) throw await tooMany(ctx, attempt, AT_ACCOUNT, pairState);
      // What is refused already counts no further: one address alone must not slow down an account for all others.
      const [addressState, accountState] = await Promise.all([ofAddress.consume(network), ofAccount.consume(email)]);
      if (!addressState.allowed) throw await tooMany(ctx, attempt, OF_ADDRESS, addressState);
      if (accountState.allowed || (await isKnownAddress(ctx, email, network))) return;
      throw await tooMany(ctx, attempt, OF_ACCOUNT, accountState);
    },
    /** Before a code is looked at. @throws AppError `rate_limited`. */
    async countCode(): Promise<void> {
      const state = await codes.consume(email);
      if (state.allowed || (await isKnownAddress(ctx, email, network))) return;
      throw await tooMany(ctx, attempt, CODES, state);
    },
    /** The code was right: wrong ones before it still count. */
    codeWorked: (): Promise<void> => codes.giveBack(email),
    /** Nothing was guessed: this try doesn't count, those before it do. */
    async passed(): Promise<void> {
      await Promise.all([atAccount.giveBack(pair), ofAddress.giveBack(network), ofAccount.giveBack(email)]);
    },
    /** Signed in: the address starts anew at this account. */
    async worked(): Promise<void> {
      await Promise.all([atAccount.forget(pair), ofAddress.giveBack(network), ofAccount.giveBack(email)]);
    },
  };
}

/** The refusal; told in the audit log once a window, not once a try. */
async function tooMany(ctx: Context, { email, ip, requestId }: Try, spec: LimiterSpec, state: LimiterState) {
  if (state.consumed === spec.points + 1) {
    const actor = { userId: null, ip, ...(requestId === undefined ? {} : { requestId }) };
    const metadata = { email: email.slice(0, 254), limit: spec.name };
    await recordAudit(ctx.db, { actor, action: "auth.throttled", resourceType: "user", metadata });
  }
  const seconds = Math.ceil(state.msBeforeNext / 1000);
  const minutes = Math.ceil(seconds / 60);
  const text = `Too many failed sign-ins. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`;
  return new AppError("rate_limited", text, { retryAfterSeconds: seconds });
}

/** Whether somebody has signed in to the account from there, as far back as sign-ins are on record. */
async function isKnownAddress(ctx: Context, email: string, network: string): Promise<boolean> {
  const seen = await ctx.db.session.groupBy({ by: ["ip"], where: { user: { email } } });
  return seen.some(({ ip }) => ip !== null && clientNetwork(ip) === network);
}
