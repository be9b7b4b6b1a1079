import { listControlTargets } from "~/domain/control/list-control-targets.server";
import { saveControlGraph } from "~/domain/control/save-control-graph.server";
import type { CompiledRule } from "~/domain/rules/compiled-rule";
import type { MinedFacts } from "~/domain/transactions/mined-facts";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { Context } from "~/platform/context.server";
import type { MinedBlock, RpcRequest } from "../blocks/types";
import type { FirstSeen } from "../listener/types";
import type { RuleIndex } from "../matcher/rule-index";
import { type ChangeTrigger, rulesOfChange } from "../matcher/rules-of-change";
import type { FoundMatch } from "../recorder/found-match";
import { attributeChange, type CodeChange } from "./attribute-change";
import { type ControlWatch, createControlWatch } from "./create-control-watch";

interface WatchControlOptions {
  network: { id: string };
  log: Context["log"];
  request: RpcRequest;
  index: () => RuleIndex;
  leaseToken: () => bigint;
  firstSeen: (hash: string) => readonly FirstSeen[];
  recorder: { add(found: FoundMatch): unknown };
  /** The block that the chain's head stands at, for a change that was seen between two blocks. */
  newestBlock: () => { number: bigint; hash: string; atMs: number } | null;
}

const TRIGGERS: Readonly<Record<CodeChange["kind"], ChangeTrigger>> = {
  implementation: "implementation_changed",
  delegation: "delegation_changed",
};

/** Keeps a network's control graphs, and raises alerts of the rules that wait for changed code. */
export function watchControl(ctx: Context, options: WatchControlOptions): ControlWatch {
  const { network, log, request, index } = options;
  const rulesOf = (kind: CodeChange["kind"], address: string) =>
    rulesOfChange(index(), network.id, TRIGGERS[kind], address);
  return createControlWatch({
    log,
    request,
    listTargets: () => listControlTargets(ctx, { networkId: network.id }),
    save: ({ watchlistId }, reading, hasChanged) => saveControlGraph(ctx, { watchlistId, reading, hasChanged }),
    hasChangeRule: (address) =>
      rulesOf("implementation", address).length > 0 || rulesOf("delegation", address).length > 0,
    async onChange(change, block) {
      const { kind, address, before, after } = change;
      log.warn({ kind, address, before, after }, "the code behind a watched address is another one");
      const rules = rulesOf(kind, address);
      const place = block ?? options.newestBlock();
      if (rules.length === 0 || place === null) return;
      const cause = block === null ? null : await attributeChange(request, block, change);
      for (const rule of rules) options.recorder.add(foundOf(rule, { ...options, change, block, place, cause }));
    },
  });
}

interface Circumstances {
  network: { id: string };
  leaseToken: () => bigint;
  firstSeen: (hash: string) => readonly FirstSeen[];
  change: CodeChange;
  block: MinedBlock | null;
  place: { number: bigint; hash: string; atMs: number };
  cause: RpcTransaction | null;
}

function foundOf(rule: CompiledRule, circumstances: Circumstances): FoundMatch {
  const { network, leaseToken, firstSeen, change, block, place, cause } = circumstances;
  const { address, before, after } = change;
  const nothing = { call: null, functions: [], log: null, event: null, needsOutcome: false, more: 0 };
  return {
    networkId: network.id,
    leaseToken: leaseToken(),
    match: { rule, address, ...nothing, change: { before, after }, uncertain: null, truncated: null },
    transaction: cause ?? unattributed(address, place),
    detection: block?.source === "backfill" ? "backfilled" : "mined",
    seenAtMs: block?.arrivedAtMs ?? Date.now(),
    firstSeen: cause === null ? [] : firstSeen(cause.hash),
    mined: factsOf(place, block, cause),
    outcome: null,
  };
}

/**
 * What stands in for a transaction that nobody can name: an alert needs a hash, a sender and a nonce to be told by. The
 * block's hash and number say where to look.
 */
function unattributed(address: string, { hash, number }: Circumstances["place"]): RpcTransaction {
  const nonce = `0x${number.toString(16)}`;
  return { hash, from: address, to: address, input: "0x", value: "0x0", nonce, gas: "0x0" };
}

function factsOf(
  { number, hash, atMs }: Circumstances["place"],
  block: MinedBlock | null,
  cause: RpcTransaction | null,
): MinedFacts {
  const at = cause === null ? -1 : (block?.transactions.indexOf(cause) ?? -1);
  return {
    blockNumber: number,
    blockHash: hash,
    blockAtMs: atMs,
    transactionIndex: Math.max(0, at),
    status: "Success",
    gasUsed: null,
    effectiveGasPrice: null,
  };
}
