import { countRecorded, listRecorded, type RecordedTransaction } from "~/domain/backtests/list-recorded.server";
import { intentOf } from "~/domain/transactions/intent";
import type { Context } from "~/platform/context.server";
import { toRpcTransaction } from "../listener/to-rpc-transaction";
import { matchTransaction } from "../matcher/match-transaction";
import type { RuleIndex } from "../matcher/rule-index";
import { inSlices, type ReplayStep } from "./replay-step";
import type { Tally } from "./tally";

interface MempoolReplay {
  networkId: string;
  range: { from: string; to: string };
  index: RuleIndex;
  tally: Tally;
}

/**
 * Replays what was recorded of the mempool. A speed-up is the same intent as what it replaces and counts once, as it
 * does in an alert. A worker that takes it up again begins anew: it takes seconds.
 */
export async function* replayMempool(
  ctx: Context,
  { networkId, range, index, tally }: MempoolReplay,
): AsyncGenerator<ReplayStep> {
  const window = { networkId, from: new Date(range.from), to: new Date(range.to) };
  const { oldest } = await countRecorded(ctx, window);
  tally.note("Only transactions that touched an address watched at the time are recorded.");
  if (oldest === null || oldest > window.from) {
    const since = oldest === null ? "Nothing has been recorded yet" : `The recording begins at ${oldest.toISOString()}`;
    tally.note(`${since}: what came before is not in the figures.`);
  }
  if (index.networks.get(networkId)?.usesOutcome === true) {
    tally.note("Outcomes of simulations are not recorded: conditions that ask for one may be uncertain.");
  }

  const intents = new Set<string>();
  const ask = ({ body, seenAtMs }: RecordedTransaction) => {
    const transaction = toRpcTransaction(body);
    if (transaction === null) return;
    for (const match of matchTransaction(index, networkId, transaction)) {
      const intent = intentOf(transaction);
      const key = intent === null ? transaction.hash : `${intent.sender}:${intent.nonce}`;
      if (intents.has(key)) continue;
      intents.add(key);
      tally.add({ match, transaction, facts: null, atMs: seenAtMs });
    }
  };
  let after = "0";
  let done = 0;
  for (;;) {
    const page = await listRecorded(ctx, { ...window, after });
    const last = page.at(-1);
    if (last === undefined) return;
    await inSlices(page, (recorded) => {
      try {
        ask(recorded);
      } catch {
        // A node may announce anything: one that can't be read makes no alert either.
        tally.note("Some recorded transactions can't be read.");
      }
    });
    after = last.id;
    done += page.length;
    yield { done, transactions: page.length, next: after };
  }
}
