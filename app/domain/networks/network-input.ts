import { z } from "zod";

import { NetworkName } from "~/domain/shared-schemas";

/** The largest integer that JSON carries exactly: chain ids beyond it are none (EIP-2294 bounds them further). */
const ChainId = z
  .int("must be a whole number, such as 1 for Ethereum")
  .min(1, "must be 1 or more")
  .describe("Read from the endpoints when it is not given, and compared with theirs when it is.");

const RpcUrl = z.string().trim().min(1, "must not be empty").max(2_000, "must be at most 2,000 characters");
const RpcUrls = z
  .array(RpcUrl)
  .min(1, "must have at least one URL")
  .max(20, "must be at most 20 URLs")
  .describe("`wss://`, `ws://`, `https://` or `http://`; they may hold API keys and are never shown again.");
const Confirmations = z
  .int("must be a whole number, 1 to 1000")
  .min(1, "must be 1 or more")
  .max(1_000, "must be at most 1,000");
const ExplorerUrl = z
  .url({ protocol: /^https?$/, error: "must be http:// or https://" })
  .max(500, "must be at most 500 characters")
  .transform((url) => url.replace(/\/+$/, ""));

/** What a new network is made from. Its URLs are checked further, and its endpoints asked, by `createNetwork`. */
export const NewNetwork = z.strictObject({
  name: NetworkName,
  chainId: ChainId.optional(),
  rpcUrls: RpcUrls,
  confirmations: Confirmations.default(12),
  explorerUrl: ExplorerUrl.nullish(),
  enabled: z.boolean().default(true),
});
export type NewNetwork = z.infer<typeof NewNetwork>;

/** A change to a network. Its name is what conditions, filters and rules call it by, and stays. */
export const NetworkPatch = z.strictObject({
  chainId: ChainId.optional(),
  rpcUrls: RpcUrls.describe("The whole list. One sent back as it was shown (`eth.example.com/***`) stays.").optional(),
  confirmations: Confirmations.optional(),
  explorerUrl: ExplorerUrl.nullable().optional(),
  enabled: z.boolean().optional(),
});
export type NetworkPatch = z.infer<typeof NetworkPatch>;

/** What an endpoint offers of a network's transactions: the pending ones, only blocks, or nothing to subscribe to. */
export const EndpointSubscription = z.enum(["pending", "blocks", "none"]);

/** What a node said when it was asked for the first time. */
export const EndpointTest = z.object({
  /** It answered in JSON-RPC and named its chain. */
  ok: z.boolean(),
  chainId: z.int().nullable(),
  subscription: EndpointSubscription,
  latestBlock: z.int().nullable(),
  /** Of one question, the connection not counted. */
  latencyMs: z.int().nullable(),
  /** What is wrong, or should be known before it is used, in a sentence. */
  detail: z.string().optional(),
});
export type EndpointTest = z.infer<typeof EndpointTest>;

/**
 * How much the endpoints of a network that is being saved have to say: `strict`: each must answer; `lenient`: what
 * answers must be of the chain, and what doesn't answer is taken as it is; `none`: nobody is asked.
 */
export type EndpointCheck = "strict" | "lenient" | "none";
