import type { Logger } from "pino";

import type { AlertChange } from "~/domain/alerts/alert-change";
import { mapLimited } from "../blocks/map-limited";
import type { RpcRequest } from "../blocks/types";
import { toRpcTransaction } from "../listener/to-rpc-transaction";
import { feesOf } from "./classify-replacement";
import { findEarlierOutcomes } from "./find-earlier-outcomes";
import type { IntentNote, IntentNotes } from "./intent-notes";
import type { OpenTransactions } from "./open-transactions";
import type { EndpointAnswer, OpenTransaction, RequestEach } from "./types";

/** Transactions asked for after one block: the others take their turn after the next. */
const ASKED_AT_ONCE = 50;
const CONCURRENCY = 8;
/** What was dropped is asked for this much less often. */
const DROPPED_EVERY_BLOCKS = 10n;

/** What the drop watch works with. */
export interface DropWatchOptions {
  log: Logger;
  request: RpcRequest;
  requestEach: RequestEach;
  open: OpenTransactions;
  notes: IntentNotes;
  /** Gone for so many blocks running, a transaction counts as dropped. */
  droppedAfterBlocks: number;
}

/** Where a transaction is. `unknown`: somebody could not be asked, so that nobody can say that it is gone. */
type Whereabouts = "pool" | "block" | "gone" | "unknown";

/**
 * Asks after a block for the open transactions that no block has settled, the longest unasked first, and tells which
 * have left the pool, which are there again, and which were settled in a block that nobody read.
 */
export async function watchDrops(options: DropWatchOptions, tip: bigint): Promise<AlertChange[]> {
  const due = takeDue(options, tip);
  const found = await mapLimited(due, CONCURRENCY, (same) =>
    lookAfter(options, same, tip).catch((error: unknown): AlertChange[] => {
      options.log.warn(
        { err: error, hash: same[0]?.hash },
        "what became of a transaction can't be asked, trying again",
      );
      return [];
    }),
  );
  return found.flat().filter(({ alertId }) => options.open.has(alertId));
}

/** Alerts by the transaction that they wait for. Those seen for the first time are asked for after the next block. */
function takeDue({ open, notes }: DropWatchOptions, tip: bigint): OpenTransaction[][] {
  const due: { same: OpenTransaction[]; note: IntentNote; askedAt: bigint }[] = [];
  const taken = new Set<string>();
  for (const one of open.list()) {
    if (taken.has(one.hash)) continue;
    taken.add(one.hash);
    const note = notes.of(one);
    const askedAt = note.askedAt;
    if (askedAt === null) note.askedAt = tip;
    else if (tip >= askedAt + (one.isDropped ? DROPPED_EVERY_BLOCKS : 1n)) {
      due.push({ same: [...(open.ofHash(one.hash) ?? [one])], note, askedAt });
    }
  }
  const next = due.sort((one, other) => Number(one.askedAt - other.askedAt)).slice(0, ASKED_AT_ONCE);
  for (const { note } of next) note.askedAt = tip;
  return next.map(({ same }) => same);
}

async function lookAfter(options: DropWatchOptions, same: OpenTransaction[], tip: bigint): Promise<AlertChange[]> {
  const [first] = same;
  if (first === undefined) return [];
  const note = options.notes.of(first);
  let where = await locate(options, first.hash, note);
  // Its place in the pool has been taken: the intent lives as long as its replacement does.
  if (where === "gone" && first.replacedByHash !== null) where = await locate(options, first.replacedByHash, null);
  if (where === "unknown") return [];
  if (where === "block") return findEarlierOutcomes(options.request, same, tip + 1n);
  if (where === "pool") {
    note.absences = 0;
    return same.flatMap((one) => (one.isDropped ? change(one, "reopened") : []));
  }
  note.absences += 1;
  return note.absences < options.droppedAfterBlocks ? [] : giveUp(options, same, tip);
}

/** Nobody knows it any more: its nonce tells whether something else took its place. */
async function giveUp({ request }: DropWatchOptions, same: OpenTransaction[], tip: bigint): Promise<AlertChange[]> {
  const [first] = same;
  if (first === undefined) return [];
  const count = BigInt(await request<string>("eth_getTransactionCount", [first.from, "latest"]));
  if (count <= first.nonce) return same.flatMap((one) => (one.isDropped ? [] : change(one, "dropped")));
  const found = await findEarlierOutcomes(request, same, tip + 1n);
  const settled = new Set(found.map(({ alertId }) => alertId));
  const others = same.filter(({ alertId }) => !settled.has(alertId));
  return [...found, ...others.flatMap((one) => change(one, "replaced", { isCancellation: false }))];
}

async function locate({ requestEach }: DropWatchOptions, hash: string, note: IntentNote | null): Promise<Whereabouts> {
  const answers = await requestEach<unknown>("eth_getTransactionByHash", [hash]);
  const shown = answers.flatMap((answer: EndpointAnswer<unknown>) => {
    const transaction = answer.ok ? toRpcTransaction(answer.result) : null;
    return transaction?.hash === hash ? [transaction] : [];
  });
  const [known] = shown;
  if (known !== undefined) {
    if (note !== null) note.fees ??= feesOf(known);
    return shown.some(({ blockHash }) => typeof blockHash === "string") ? "block" : "pool";
  }
  return answers.length > 0 && answers.every((answer) => answer.ok && answer.result === null) ? "gone" : "unknown";
}

function change(
  { alertId }: OpenTransaction,
  kind: "dropped" | "reopened" | "replaced",
  data: Record<string, unknown> = {},
): AlertChange[] {
  return [{ alertId, kind, atMs: Date.now(), block: null, hash: null, firstSeen: [], isTold: true, data }];
}
