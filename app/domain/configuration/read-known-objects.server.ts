import { openConfig } from "~/domain/channels/channel-secrets.server";
import { toChannel } from "~/domain/channels/to-channel";
import { presentEscalationPolicy } from "~/domain/escalations/present-escalation-policy";
import { presentRule, RULE_INCLUDE } from "~/domain/rules/present-rule";
import { ENTRY_INCLUDE, presentWatchlistEntry } from "~/domain/watchlists/present-watchlist-entry";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import type { KnownObject, KnownObjects, RuleValue } from "./known-objects";
import { type NameBook, nameBook } from "./name-book";
import { channelName, ruleName, silenceName, watchlistName } from "./object-names";
import { uniqueKeys } from "./unique-keys";

/** Also the order of what was made in one transaction, at the same moment: ids are made in order. */
const BY_AGE: { orderBy: ({ createdAt: "asc" } | { id: "asc" })[] } = {
  orderBy: [{ createdAt: "asc" }, { id: "asc" }],
};

/** Reads everything that a configuration can name, in few statements: 5,000 rules are nothing unusual. */
export async function readKnownObjects(ctx: Pick<Context, "secrets">, tx: DbTransaction): Promise<KnownObjects> {
  const book = nameBook();
  const networks = await readNetworks(tx, book);
  const addressLists = await readAddressLists(tx);
  const watchlists = await readWatchlists(tx, book);
  const channels = await readChannels(ctx, tx, book);
  const escalationPolicies = await readPolicies(tx, book);
  const rules = await readRules(tx, book);
  const silences = await readSilences(tx, book);
  const parts = { networks, addressLists, watchlists, channels, escalationPolicies, rules, silences };
  return { ...parts, omitted: book.omitted };
}

function keyed<Row extends { id: string }, Value>(
  rows: readonly Row[],
  read: (row: Row) => Value,
  baseOf: (value: Value) => string,
): (KnownObject<Value> & { row: Row })[] {
  const values = rows.map((row) => ({ row, value: read(row) }));
  return uniqueKeys(values, ({ value }) => baseOf(value)).map(({ key, item }) => ({ id: item.row.id, key, ...item }));
}

async function readNetworks(tx: DbTransaction, book: NameBook): Promise<KnownObjects["networks"]> {
  const rows = await tx.network.findMany({
    ...BY_AGE,
    include: { endpoints: { where: { enabled: true }, select: { id: true, host: true, urlDigest: true } } },
  });
  return rows.map(({ id, name, chainId, confirmations, explorerUrl, enabled, endpoints }) => {
    book.networks.set(id, name);
    return {
      ...{ id, key: name, endpoints },
      value: { name, chainId: Number(chainId), confirmations, explorerUrl, enabled },
    };
  });
}

async function readAddressLists(tx: DbTransaction): Promise<KnownObjects["addressLists"]> {
  const rows = await tx.addressList.findMany({ ...BY_AGE, include: { entries: { orderBy: { address: "asc" } } } });
  return rows.map(({ id, name, description, entries }) => ({
    ...{ id, key: name },
    value: { name, description, addresses: entries.map(({ address }) => address) },
  }));
}

async function readWatchlists(tx: DbTransaction, book: NameBook): Promise<KnownObjects["watchlists"]> {
  const rows = await tx.watchlistEntry.findMany({ ...BY_AGE, include: ENTRY_INCLUDE });
  return rows.map((row) => {
    const { name, network, address, tags, abi = null, abis = [], watchControl, enabled } = presentWatchlistEntry(row);
    const key = watchlistName({ network, address });
    book.watchlists.set(row.id, key);
    return { id: row.id, key, value: { name, network, address, tags, abi, abis, watchControl, enabled } };
  });
}

async function readChannels(
  ctx: Pick<Context, "secrets">,
  tx: DbTransaction,
  book: NameBook,
): Promise<KnownObjects["channels"]> {
  const rows = await tx.channel.findMany(BY_AGE);
  const made = keyed(
    rows,
    (row) => {
      const {
        id: _,
        config: _config,
        health: _health,
        createdAt: _made,
        updatedAt: _changed,
        ...value
      } = toChannel(row);
      return value;
    },
    channelName,
  );
  return made.map(({ row, ...channel }) => {
    book.channels.set(row.id, channel.key);
    return { ...channel, shown: toChannel(row).config, open: () => openConfig(ctx, row) };
  });
}

async function readPolicies(tx: DbTransaction, book: NameBook): Promise<KnownObjects["escalationPolicies"]> {
  const rows = await tx.escalationPolicy.findMany(BY_AGE);
  return rows.map((row) => {
    const { id, createdAt: _made, updatedAt: _changed, ...policy } = presentEscalationPolicy(row);
    const steps = policy.steps.map(({ channels, waitSeconds }) => ({
      channels: book.channelsOf(channels, { kind: "escalationPolicy", name: policy.name }),
      waitSeconds,
    }));
    book.policies.set(id, policy.name);
    return { id, key: policy.name.toLowerCase(), value: { ...policy, steps } };
  });
}

async function readRules(tx: DbTransaction, book: NameBook): Promise<KnownObjects["rules"]> {
  const rows = await tx.rule.findMany({ where: { deletedAt: null }, ...BY_AGE, include: RULE_INCLUDE });
  const inhibitors = new Map<string, string[]>();
  const readRule = (row: (typeof rows)[number]): RuleValue => {
    const { id, watchlistId, escalationPolicyId, inhibitedBy, version: _, ...rule } = presentRule(row);
    const { createdAt: _made, updatedAt: _changed, ...kept } = rule;
    const watchlist = watchlistId === null ? null : (book.watchlists.get(watchlistId) ?? null);
    inhibitors.set(id, inhibitedBy);
    const escalationPolicy = escalationPolicyId === null ? null : (book.policies.get(escalationPolicyId) ?? null);
    const channels = book.channelsOf(rule.channels, { kind: "rule", name: ruleName({ ...kept, watchlist }) });
    return { ...kept, watchlist, channels, escalationPolicy, inhibitedBy: [] };
  };
  const made = keyed(rows, readRule, ruleName);
  for (const { id, key } of made) book.rules.set(id, key);
  return made.map(({ id, key, value }) => {
    const inhibitedBy = book.rulesOf(inhibitors.get(id) ?? [], { kind: "rule", name: key });
    return { id, key, value: { ...value, inhibitedBy } };
  });
}

async function readSilences(tx: DbTransaction, book: NameBook): Promise<KnownObjects["silences"]> {
  const rows = await tx.silence.findMany({
    where: { endsAt: { gt: new Date() } },
    orderBy: [{ startsAt: "asc" }, ...BY_AGE.orderBy],
  });
  const named = rows.flatMap((row) => {
    const matchers = book.matchersOf(row);
    return matchers === null ? [] : [{ ...row, matchers }];
  });
  const made = keyed(
    named,
    ({ matchers, reason, startsAt, endsAt }) => ({
      ...{ matchers, reason },
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
    }),
    silenceName,
  );
  return made.map(({ row: _, ...silence }) => silence);
}
