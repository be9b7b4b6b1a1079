import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Wallet } from "ethers";

import { acquireLease } from "~/domain/leases/acquire-lease.server";
import { compileRule } from "~/domain/rules/compile-rule";
import type { CompiledRule } from "~/domain/rules/compiled-rule";
import { evaluateRule } from "~/domain/rules/evaluate-rule";
import { loadRuleSources } from "~/domain/rules/load-rule-sources.server";
import { SignatureCache } from "~/domain/rules/signature-cache";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import type { FoundMatch } from "../../worker/recorder/found-match";
import { pendingTransaction } from "../support/fault-node/listen";
import { createTestContext } from "../support/test-context";

const ENDPOINT_ID = "00000000-0000-7000-8000-00000000e0d1";
/** What `pendingTransaction` calls. */
export const VAULT = "0x00000000000000000000000000000000000000bb";

type RuleFields = Partial<Prisma.RuleUncheckedCreateInput>;

/** A database with a network that this process holds the lease of, a watched contract and a channel. */
export interface RecorderDesk {
  ctx: Context;
  networkId: string;
  channelId: string;
  dataDir: string;
  token: bigint;
  /** A rule for every call of the vault's, with a channel; ready to match. */
  rule(fields?: RuleFields): Promise<CompiledRule>;
  /** A rule that is there, ready to match. */
  load(id: string): Promise<CompiledRule>;
  find(rule: CompiledRule, transaction?: RpcTransaction, fields?: Partial<FoundMatch>): FoundMatch;
  alerts(rule: CompiledRule): ReturnType<typeof alertsOf>;
  /** How many alerts of a rule have deliveries of their own. */
  pages(rule: CompiledRule): Promise<number>;
  close(): Promise<void>;
}

/** Seeds it. `values`: further variables of the environment. Without `takesLease` it is left to who wants it. */
export async function openRecorderDesk(
  url: string,
  values: Record<string, string> = {},
  { takesLease = true } = {},
): Promise<RecorderDesk> {
  const dataDir = await mkdtemp(join(tmpdir(), "sentinel-recorder-"));
  const ctx = createTestContext(url, { SENTINEL_DATA_DIR: dataDir, ...values });
  const seed = await seedOnce(ctx);
  const { networkId } = seed;
  const lease = takesLease ? await acquireLease(ctx, { networkId, holder: "test", ttlMs: 3_600_000 }) : null;
  const token = lease?.token ?? (await ctx.db.networkLease.findFirst())?.token ?? 0n;
  return {
    ...seed,
    ctx,
    dataDir,
    token,
    rule: (fields = {}) => makeRule(ctx, seed, fields),
    load: (id) => loadRule(ctx, seed.networkId, id),
    find: (rule, transaction = attack(), fields = {}) => {
      const { match } = evaluateRule(rule, { transaction, facts: fields.mined ?? null });
      if (match === null) throw new Error("the rule does not match");
      const now = Date.now();
      const seen = { seenAtMs: now, firstSeen: [{ endpointId: ENDPOINT_ID, atMs: now }] };
      const found = { networkId: seed.networkId, leaseToken: token, match, transaction, detection: "pending" as const };
      return { ...found, ...seen, mined: null, outcome: null, ...fields };
    },
    alerts: (rule) => alertsOf(ctx, rule),
    pages: (rule) => ctx.db.alert.count({ where: { ruleId: rule.id, deliveries: { some: {} } } }),
    close: async () => {
      await ctx.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function seedOnce({ db, newId }: Context) {
  const known = await db.network.findFirst();
  if (known !== null) {
    const channel = await db.channel.findFirstOrThrow();
    return { networkId: known.id, channelId: channel.id };
  }
  const network = await db.network.create({ data: { id: newId(), name: "testnet", chainId: 1n } });
  const entry = { id: newId(), networkId: network.id, name: "Vault", address: VAULT };
  await db.watchlistEntry.create({ data: entry });
  const config = { url: "http://127.0.0.1:9/hook" };
  const channel = { id: newId(), type: "webhook", name: "Hook", config, configEncrypted: "none" } as const;
  await db.channel.create({ data: channel });
  return { networkId: network.id, channelId: channel.id };
}

async function makeRule(ctx: Context, seed: { networkId: string; channelId: string }, fields: RuleFields) {
  const entry = await ctx.db.watchlistEntry.findFirstOrThrow();
  const given = { name: "Any call", watchlistId: entry.id, severity: "high" as const, channels: [seed.channelId] };
  const { id } = await ctx.db.rule.create({ data: { id: ctx.newId(), ...given, ...fields } });
  return loadRule(ctx, seed.networkId, id);
}

async function loadRule(ctx: Context, networkId: string, id: string) {
  const source = (await loadRuleSources(ctx, networkId)).find((one) => one.id === id);
  if (source === undefined) throw new Error("the rule is not loaded");
  const rule = compileRule(source, { lists: new Map(), signatures: new SignatureCache() });
  if ("detail" in rule) throw new Error(rule.detail);
  return rule;
}

function alertsOf(ctx: Context, { id }: { id: string }) {
  const include = { events: { orderBy: { seq: "asc" } }, deliveries: true } as const;
  return ctx.db.alert.findMany({ where: { ruleId: id }, orderBy: [{ detectedAt: "asc" }, { id: "asc" }], include });
}

let numbers = process.pid * 1_000_000;

/** A call of the vault's `renounceOwnership()`, always of the same sender; no two have the same nonce. */
export function attack(fields: Partial<RpcTransaction> = {}): RpcTransaction {
  numbers += 1;
  return pendingTransaction(numbers, { to: VAULT, ...fields });
}

/** An account that nobody has seen yet. */
export function stranger(): string {
  return Wallet.createRandom().address.toLowerCase();
}

/** The same without its key, for thousands. */
export function madeUpSender(number: number): string {
  return `0x5${(number + 1).toString(16).padStart(39, "0")}`;
}
