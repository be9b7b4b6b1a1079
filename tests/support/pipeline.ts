import { loadAddressLists } from "~/domain/address-lists/load-address-lists.server";
import { createChannel } from "~/domain/channels/create-channel.server";
import type { QueuedDelivery } from "~/domain/deliveries/enqueue-deliveries.server";
import { acquireLease } from "~/domain/leases/acquire-lease.server";
import { syncConfiguredNetworks } from "~/domain/networks/sync-configured-networks.server";
import { createRule } from "~/domain/rules/create-rule.server";
import { loadRuleSources } from "~/domain/rules/load-rule-sources.server";
import { NewRule } from "~/domain/rules/rule";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { createWatchlistEntry } from "~/domain/watchlists/create-watchlist-entry.server";
import { NewWatchlistEntry } from "~/domain/watchlists/watchlist-entry";
import type { Context } from "~/platform/context.server";
import { buildRuleIndex } from "../../worker/matcher/build-rule-index";
import { matchTransaction } from "../../worker/matcher/match-transaction";
import { draftAlert } from "../../worker/recorder/alert-draft";
import type { FoundMatch } from "../../worker/recorder/found-match";
import { writeAlerts } from "../../worker/recorder/write-alerts";
import { pendingTransaction } from "./fault-node/listen";
import { createTestContext } from "./test-context";

const NETWORK = "testnet";
const WATCHED = "0x00000000000000000000000000000000000000bb";
/** An endpoint that nobody asks: what it would have announced is handed over by the test. */
const ENDPOINT_ID = "00000000-0000-7000-8000-00000000e0d1";
const actor = { userId: null };

/** A database with one network and one watched contract, and the operations that tests of the pipeline's end need. */
export interface Pipeline {
  ctx: Context;
  networkId: string;
  watchlistId: string;
  webhook(url: string, name?: string): Promise<string>;
  discord(webhookUrl: string): Promise<string>;
  rule(fields?: Record<string, unknown>): Promise<string>;
  /** What the matcher makes of a transaction with the rules as they are now, of one rule when it is named. */
  match(transaction: RpcTransaction, ruleId?: string): Promise<FoundMatch[]>;
}

/** Seeds it through the product's own operations. `values`: further variables of the environment. */
export async function seedPipeline(databaseUrl: string, values: Record<string, string> = {}): Promise<Pipeline> {
  const networks = [{ name: NETWORK, chainId: 1, rpcUrls: ["ws://127.0.0.1:1"] }];
  const ctx = createTestContext(databaseUrl, { SENTINEL_NETWORKS: JSON.stringify(networks), ...values });
  await syncConfiguredNetworks(ctx);
  const { id: networkId } = await ctx.db.network.findUniqueOrThrow({ where: { name: NETWORK } });
  const input = NewWatchlistEntry.parse({ name: "Vault", network: NETWORK, address: WATCHED });
  const entry = await createWatchlistEntry(ctx, { actor, input });
  const lease = await acquireLease(ctx, { networkId, holder: "test", ttlMs: 3_600_000 });

  return {
    ctx,
    networkId,
    watchlistId: entry.id,
    webhook: async (url, name = "Hook") => {
      const made = await createChannel(ctx, {
        actor,
        input: { type: "webhook", name, config: { url }, enabled: true },
      });
      return made.channel.id;
    },
    discord: async (webhookUrl) => {
      const config = { webhookUrl };
      const made = await createChannel(ctx, {
        actor,
        input: { type: "discord", name: "Discord", config, enabled: true },
      });
      return made.channel.id;
    },
    rule: async (fields = {}) => {
      const given = { name: "Ownership", watchlistId: entry.id, signature: "renounceOwnership", severity: "high" };
      const rule = await createRule(ctx, { actor, input: NewRule.parse({ ...given, ...fields }) });
      return rule.id;
    },
    match: async (transaction, ruleId) => {
      const lists = await loadAddressLists(ctx);
      const index = buildRuleIndex(await loadRuleSources(ctx, networkId), { lists });
      const seenAtMs = Date.now();
      return matchTransaction(index, networkId, transaction)
        .filter(({ rule }) => ruleId === undefined || rule.id === ruleId)
        .map((match) => ({
          networkId,
          leaseToken: lease?.token ?? 0n,
          match,
          transaction,
          detection: "pending",
          seenAtMs,
          firstSeen: [{ endpointId: ENDPOINT_ID, atMs: seenAtMs }],
          mined: null,
          outcome: null,
        }));
    },
  };
}

let numbers = 0;

/** A transaction that calls `renounceOwnership()` on the watched contract; no two have the same sender and nonce. */
export function attack(fields: Partial<RpcTransaction> = {}): RpcTransaction {
  numbers += 1;
  return pendingTransaction(numbers, { to: WATCHED, ...fields });
}

/** Records a match of the rule as the worker does, up to the committed row: nothing is on the queue yet. */
export async function recordAlert(
  pipeline: Pipeline,
  ruleId: string,
): Promise<{ alertId: string; deliveries: QueuedDelivery[] }> {
  const matches = await pipeline.match(attack(), ruleId);
  const drafts = matches.flatMap((match) => draftAlert(pipeline.ctx.newId(), match) ?? []);
  const { alertIds, deliveries } = await writeAlerts(pipeline.ctx.sql, drafts);
  const [alertId] = alertIds;
  if (alertId === undefined) throw new Error("the rule matched nothing");
  return { alertId, deliveries };
}

/** A delivery with its attempts, in order. */
export function readDelivery(ctx: Context, id: string) {
  return ctx.db.delivery.findUniqueOrThrow({ where: { id }, include: { attemptRows: { orderBy: { number: "asc" } } } });
}
