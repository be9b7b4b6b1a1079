import { isDeepStrictEqual } from "node:util";

import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { toChecksum } from "~/domain/transactions/address";
import type { Context } from "~/platform/context.server";
import { secretFieldsOf } from "./channel-secret-fields";
import type { ConfigurationFile } from "./configuration";
import type { KnownChannel, KnownObject, KnownObjects, RuleValue } from "./known-objects";
import { readKnownObjects } from "./read-known-objects.server";

/**
 * The whole configuration without its secrets: what refers to something names it, objects are in the order of their
 * names, and what has its default is left out, so that two exports differ in exactly what was changed. Of silences those
 * that are not over.
 *
 * @param actor who takes it out, for the audit log; none when nobody does.
 */
export async function exportConfiguration(ctx: Context, { actor }: { actor?: Actor } = {}): Promise<ConfigurationFile> {
  if (actor !== undefined) {
    await recordAudit(ctx.db, { actor, action: "configuration.exported", resourceType: "configuration" });
  }
  const known = await ctx.db.$transaction((tx) => readKnownObjects(ctx, tx), {
    isolationLevel: "RepeatableRead",
    timeout: 60_000,
  });
  const { omitted } = known;
  // Checked by the schema when it is read again; here types are those of the database.
  const file = {
    version: 1,
    networks: sorted(known.networks).map(networkEntry),
    addressLists: sorted(known.addressLists).map(({ value }) =>
      differing({ ...value, addresses: value.addresses.map(toChecksum) }, { description: null, addresses: [] }),
    ),
    watchlists: sorted(known.watchlists).map(({ value }) => differing(value, WATCHLIST_DEFAULTS)),
    channels: sorted(known.channels).map(channelEntry),
    escalationPolicies: sorted(known.escalationPolicies).map(({ value }) => differing(value, POLICY_DEFAULTS)),
    rules: sorted(known.rules).map(({ value }) => ruleEntry(value)),
    silences: sorted(known.silences).map(({ value }) => value),
    ...(omitted.length === 0 ? {} : { omitted }),
  };
  return file as ConfigurationFile;
}

const WATCHLIST_DEFAULTS = { tags: [], abi: null, abis: [], watchControl: false, enabled: true };
const POLICY_DEFAULTS = { repeats: 0, hours: null, severities: [], onDeliveryFailure: false, enabled: true };
const CHANNEL_DEFAULTS = {
  ...{ enabled: true, isFallback: false, maxPerMinute: null, digestMinutes: null, quietHours: null, templates: {} },
  replayMaxAgeMinutes: 60,
};
const RULE_DEFAULTS = {
  ...{ description: null, watchlist: null, tag: null, list: null, network: null, side: "target", signature: null },
  ...{ event: null, condition: null, channels: [], cooldownSeconds: 0, threshold: null, groupWaitSeconds: null },
  ...{ escalationPolicy: null, inhibitedBy: [], response: null, runbookUrl: null, enabled: true },
};

/** By key, and of the same name in the order in which they were made. */
function sorted<Item extends KnownObject<unknown>>(items: readonly Item[]): Item[] {
  return [...items].sort((one, other) => compare(one.key, other.key));
}

/** By code point, on every machine the same; a number at the end as a number, so that `#10` follows `#9`. */
function compare(one: string, other: string): number {
  const [, base = one, count = "1"] = /^(.*)#(\d+)$/s.exec(one) ?? [];
  const [, otherBase = other, otherCount = "1"] = /^(.*)#(\d+)$/s.exec(other) ?? [];
  if (base !== otherBase) return base < otherBase ? -1 : 1;
  return Number(count) - Number(otherCount);
}

/** What is not as it is by default. */
function differing(value: object, defaults: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(value).filter(
    ([field, each]) =>
      each !== undefined && !(Object.hasOwn(defaults, field) && isDeepStrictEqual(each, defaults[field])),
  );
  return Object.fromEntries(entries);
}

function networkEntry({ value, endpoints }: KnownObjects["networks"][number]): Record<string, unknown> {
  const rpcHosts = [...new Set(endpoints.map(({ host }) => host))].sort();
  const { explorerUrl, enabled, ...rest } = value;
  return { ...rest, ...differing({ explorerUrl, enabled, rpcHosts }, { explorerUrl: null, enabled: true }) };
}

function channelEntry({ value, shown }: KnownChannel): Record<string, unknown> {
  const { type, name, ...options } = value;
  const { config, secrets } = secretFieldsOf(type, shown);
  return { type, name, config, ...(secrets.length === 0 ? {} : { secrets }), ...differing(options, CHANNEL_DEFAULTS) };
}

/** The trigger and the stage stand there even where they go without saying, for whoever reads the file. */
function ruleEntry(value: RuleValue): Record<string, unknown> {
  const { name, severity, trigger, stage, ...rest } = value;
  const { description, watchlist, tag, list, network, ...others } = rest;
  const scope = { description, watchlist, tag, list, network };
  return { name, ...differing(scope, RULE_DEFAULTS), trigger, stage, severity, ...differing(others, RULE_DEFAULTS) };
}
