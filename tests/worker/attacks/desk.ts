import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AddressLists } from "~/domain/conditions/condition-subject";
import { loadRuleSources } from "~/domain/rules/load-rule-sources.server";
import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import { seedChannel } from "../../../prisma/seed/seed-channel";
import { seedNetwork } from "../../../prisma/seed/seed-network";
import { seedRule } from "../../../prisma/seed/seed-rule";
import { seedWatchlistEntry } from "../../../prisma/seed/seed-watchlist-entry";
import { buildRuleIndex } from "../../../worker/matcher/build-rule-index";
import { type NetworkWatch, watchNetwork } from "../../../worker/network-watch";
import { createRecorder, type Recorder } from "../../../worker/recorder/recorder";
import { type Anvil, startAnvil } from "../../support/anvil";
import { createTestDatabase } from "../../support/postgres";
import { takeLease } from "../../support/read-blocks";
import { createTestContext } from "../../support/test-context";
import { waitFor } from "../../support/wait-for";

type RuleFields = Partial<Prisma.RuleUncheckedCreateInput>;

/** A chain that mines only when told, a database, and a network watched as the worker watches it. */
export interface AttackDesk extends AsyncDisposable {
  anvil: Anvil;
  ctx: Context;
  networkId: string;
  recorder: Recorder;
  watching: NetworkWatch;
  /** Ordinary accounts of the chain, with their keys in the node. */
  accounts: string[];
  /** Puts a contract onto the watchlist; its entry's id. */
  watch(address: string, fields?: Partial<Prisma.WatchlistEntryUncheckedCreateInput>): Promise<string>;
  /** Makes a rule and lets the watch have it; its id. */
  rule(fields: RuleFields): Promise<string>;
  /** Lets the watch have the rules as they are in the database. */
  reload(): Promise<void>;
  /** Sends from the first account unless told otherwise; with gas, so that the node doesn't try it first. */
  send(fields: Record<string, unknown>): Promise<string>;
  mine(): Promise<void>;
  alerts(ruleId: string): ReturnType<typeof alertsOf>;
  /** The rule's only alert, once it is there. */
  alert(ruleId: string): Promise<Awaited<ReturnType<typeof alertsOf>>[number]>;
}

/** Opens one. `values`: further variables of the environment. */
export async function openAttackDesk(
  values: Record<string, string> = {},
  { lists = new Map() }: { lists?: AddressLists } = {},
): Promise<AttackDesk> {
  const dataDir = mkdtempSync(join(tmpdir(), "sentinel-attacks-"));
  const [database, anvil] = await Promise.all([createTestDatabase(), startAnvil({ noMining: true })]);
  const ctx = createTestContext(database.url, { SENTINEL_DATA_DIR: dataDir, ...values });
  const accounts = await anvil.rpc<string[]>("eth_accounts");
  const { id: networkId } = await seedNetwork(ctx, { rpcUrls: [anvil.wsUrl] });
  const channels = [(await seedChannel(ctx)).id];
  const recorder = createRecorder(ctx);
  const token = await takeLease(ctx, networkId);
  const endpoint = await ctx.db.endpoint.findFirstOrThrow();
  const watching = watchNetwork(ctx, recorder, {
    network: { id: networkId, name: "demo", chainId: 31_337 },
    endpoints: [{ id: endpoint.id, url: anvil.wsUrl }],
    rules: buildRuleIndex([], { lists }),
    leaseToken: () => token,
  });
  await waitFor(() => watching.status().endpoints[0]?.state === "live");
  const reload = async () => watching.setRules(buildRuleIndex(await loadRuleSources(ctx, networkId), { lists }));
  const alerts = (ruleId: string) => alertsOf(ctx, ruleId);

  return {
    anvil,
    ctx,
    networkId,
    recorder,
    watching,
    accounts,
    watch: async (address, fields = {}) =>
      (await seedWatchlistEntry(ctx, { networkId, name: "Vault", ...fields, address: address.toLowerCase() })).id,
    async rule({ watchlistId, networkId: whole, ...fields }) {
      const scope = watchlistId == null ? { networkId: whole ?? networkId } : { watchlistId };
      const { id } = await seedRule(ctx, { channels, signature: null, ...fields, ...scope });
      await reload();
      return id;
    },
    reload,
    send: (fields) =>
      anvil.rpc<string>("eth_sendTransaction", [{ from: accounts[0], gas: "0x7a1200", value: "0x0", ...fields }]),
    mine: () => anvil.rpc("evm_mine"),
    alerts,
    alert: async (ruleId) => {
      const first = async () => (await alerts(ruleId))[0];
      return waitFor(first, { describe: "an alert" });
    },
    async [Symbol.asyncDispose]() {
      await watching.stop();
      await recorder.stop(1_000);
      await ctx.close();
      await anvil.stop();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function alertsOf(ctx: Context, ruleId: string) {
  const include = { events: { orderBy: { seq: "asc" } }, deliveries: true } as const;
  return ctx.db.alert.findMany({ where: { ruleId }, orderBy: [{ detectedAt: "asc" }, { id: "asc" }], include });
}
