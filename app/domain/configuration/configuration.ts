import { z } from "zod";

import { NewAddressList } from "~/domain/address-lists/address-list";
import { ChannelType } from "~/domain/channels/channel";
import { ChannelOptions } from "~/domain/channels/channel-options";
import { EscalationStep, NewEscalationPolicy } from "~/domain/escalations/escalation-policy";
import { NewNetwork } from "~/domain/networks/network-input";
import { NewRule } from "~/domain/rules/rule";
import { NetworkName, Severity } from "~/domain/shared-schemas";
import { NewSilence } from "~/domain/silences/silence";
import { NewWatchlistEntry, Tag } from "~/domain/watchlists/watchlist-entry";
import { LIMITS } from "./configuration-limits";

/** What another object is called in the file: names only, so that the same file fits another installation. */
const Reference = z.string().trim().min(1, "must not be empty").max(400, "must be at most 400 characters");
const watchlist = Reference.nullish().describe("`network/address` of a watched contract, such as `mainnet/0x5FbD…`.");
const channels = z
  .array(Reference)
  .max(20, "must be at most 20 channels")
  .transform((given) => [...new Set(given)])
  .describe("`type/name` of a channel, or a type of channel, which means all enabled ones of it.");

/** A network. Its URLs may hold keys: they are never written out, and stay as they are when they are not given. */
export const ConfiguredNetwork = NewNetwork.extend({
  chainId: NewNetwork.shape.chainId.unwrap(),
  rpcHosts: z.array(z.string().max(300)).max(100).optional().describe("Where its endpoints are; for readers only."),
  rpcUrls: NewNetwork.shape.rpcUrls.optional().describe("All its endpoints. Left out: they stay as they are."),
});

/** A list of addresses, with the addresses. */
export const ConfiguredAddressList = NewAddressList.extend({
  addresses: z.array(z.string().max(100)).max(100_000, "must be at most 100,000 addresses").default([]),
});

/** A channel. Secrets in `config` that are left out, or masked, stay as they are. */
export const ConfiguredChannel = z.strictObject({
  type: ChannelType,
  name: z.string().trim().min(1, "must not be empty").max(120, "must be at most 120 characters"),
  enabled: z.boolean().default(true),
  config: z.record(z.string(), z.unknown()).default({}),
  secrets: z.array(z.string().max(100)).max(50).optional().describe("Secrets that it has; for readers only."),
  ...ChannelOptions.partial().shape,
});

/** An escalation policy, whose steps name channels as rules do. */
export const ConfiguredPolicy = NewEscalationPolicy.extend({
  steps: z
    .array(EscalationStep.extend({ channels: channels.pipe(z.array(z.string()).min(1, "must name a channel")) }))
    .min(1, "must have at least one step")
    .max(10, "must be at most 10 steps"),
});

/** A rule, which names everything that it refers to. */
export const ConfiguredRule = NewRule.omit({
  watchlistId: true,
  escalationPolicyId: true,
  channels: true,
  inhibitedBy: true,
}).extend({
  watchlist,
  channels: channels.default([]),
  escalationPolicy: Reference.nullish().describe("The name of an escalation policy."),
  inhibitedBy: z
    .array(Reference)
    .max(20, "must be at most 20 rules")
    .transform((given) => [...new Set(given)])
    .default([])
    .describe("Rules as `scope/name`, such as `mainnet/0x5FbD…/Owner leaves` or `tag:treasury/Owner leaves`."),
});

/** A silence that is not over yet. */
export const ConfiguredSilence = NewSilence.extend({
  matchers: z.strictObject({
    rule: Reference.nullish().describe("A rule as `scope/name`."),
    watchlist,
    tag: Tag.nullish(),
    severity: Severity.nullish(),
    network: NetworkName.nullish(),
  }),
});

function listOf<Item extends z.ZodType>(item: Item, max: number) {
  return z
    .array(item)
    .max(max, `must be at most ${max.toLocaleString("en")}`)
    .optional();
}

/**
 * A whole configuration, as it is written to a file and read from one. A part that is left out is not looked at; a field
 * that is left out of an object has its default, except secrets, which stay as they are.
 */
export const Configuration = z.strictObject({
  version: z.literal(1, "must be 1: the only version there is"),
  networks: listOf(ConfiguredNetwork, LIMITS.networks),
  addressLists: listOf(ConfiguredAddressList, LIMITS.addressLists),
  watchlists: listOf(NewWatchlistEntry, LIMITS.watchlists),
  channels: listOf(ConfiguredChannel, LIMITS.channels),
  escalationPolicies: listOf(ConfiguredPolicy, LIMITS.escalationPolicies),
  rules: listOf(ConfiguredRule, LIMITS.rules),
  silences: listOf(ConfiguredSilence, LIMITS.silences),
  omitted: z
    .array(z.strictObject({ kind: z.string(), name: z.string(), reason: z.string() }))
    .optional()
    .describe("What the export had to leave out; for readers only."),
});
/** A configuration that was read: defaults are filled in. */
export type Configuration = z.output<typeof Configuration>;
/** A configuration as it is written. */
export type ConfigurationFile = z.input<typeof Configuration>;

export type ConfiguredNetwork = z.output<typeof ConfiguredNetwork>;
export type ConfiguredAddressList = z.output<typeof ConfiguredAddressList>;
export type ConfiguredChannel = z.output<typeof ConfiguredChannel>;
export type ConfiguredPolicy = z.output<typeof ConfiguredPolicy>;
export type ConfiguredRule = z.output<typeof ConfiguredRule>;
export type ConfiguredSilence = z.output<typeof ConfiguredSilence>;
