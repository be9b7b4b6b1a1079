import { claimOnce } from "~/domain/deliveries/claim-once.server";
import { describeCall } from "~/domain/signatures/describe-call";
import { resolveSignature } from "~/domain/signatures/resolve-signature";
import { decodeCall } from "~/domain/transactions/decode-call";
import type { Context } from "~/platform/context.server";
import { writeAlerts } from "./recorder/write-alerts";

/** Enough for V8 to compile what an alert passes through. */
const ROUNDS = 300;
const CONNECTIONS = 4;
const PLANNED_AFTER = 6;
const NOBODY = "00000000-0000-0000-0000-000000000000";
const CALL = `0xf2fde38b${"0".repeat(24)}${"1".repeat(40)}`;

/**
 * Makes the first alert as quick as the later ones: opens connections to the database and the queue, has the database
 * plan the statements of alerts and claims, and runs the decoding until it is compiled. What fails here fails again, and is told,
 * when it is needed.
 */
export async function prewarm(ctx: Context): Promise<void> {
  const resolved = resolveSignature({ signature: "transferOwnership(address)", abi: null });
  const contract = { name: "Sample", address: `0x${"2".repeat(40)}` };
  for (let round = 0; resolved.ok && round < ROUNDS; round += 1) {
    describeCall({ call: decodeCall(CALL, resolved.functions), contract, from: contract.address, value: 0n });
  }
  // All at once, so that each takes a connection of its own.
  const connections = Array.from({ length: CONNECTIONS }, () => writeAlerts(ctx.sql, []));
  const warmed: PromiseSettledResult<unknown>[] = await Promise.allSettled([...connections, ctx.queues.depth()]);
  // PostgreSQL keeps a plan after five runs of a statement; a claim takes 10 ms to plan.
  for (let round = 0; round < PLANNED_AFTER; round += 1) {
    warmed.push(...(await Promise.allSettled(connections.map(() => claimOnce(ctx.sql, { id: NOBODY })))));
  }
  const failed = warmed.find((one) => one.status === "rejected");
  if (failed) ctx.log.debug({ err: failed.reason }, "not everything could be opened ahead");
}
