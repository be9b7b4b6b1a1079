import { z } from "zod";

import { Coverage } from "~/domain/coverage/coverage";
import { Network } from "~/domain/networks/network";
import { EndpointTest, NetworkPatch, NewNetwork } from "~/domain/networks/network-input";
import { Id } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";
import { listOf } from "../api/list-schema";
import { pageQuery, queryFlag } from "../api/page-query";
import { coverageExample, coverageQuery } from "./coverage-query";

const example = {
  id: "0197a1b2-6b2c-7d3e-8f4a-5b6c7d8e9f0a",
  name: "mainnet",
  chainId: 1,
  rpcUrls: ["eth.example.com/***"],
  confirmations: 12,
  enabled: true,
  explorerUrl: "https://etherscan.io",
  health: { status: "unknown", mode: "unknown", endpoints: [], gaps: [], backfills: [], report: null },
};

const tag = "Networks";
const params = z.object({ id: Id });

/** `GET /v1/networks` */
export const listNetworksEndpoint = endpoint({
  method: "GET",
  path: "/v1/networks",
  summary: "List networks",
  tag,
  action: "network.read",
  list: true,
  query: z.strictObject({ ...pageQuery, enabled: queryFlag }),
  responses: { 200: { description: "Networks, newest first.", schema: listOf(Network) } },
});

/** `GET /v1/networks/{id}` */
export const getNetworkEndpoint = endpoint({
  method: "GET",
  path: "/v1/networks/{id}",
  summary: "Get a network",
  description: "With the state of its endpoints, how it is watched, what is back-filled, and the last 20 gaps.",
  tag,
  action: "network.read",
  params,
  responses: { 200: { description: "The network.", schema: Network, example } },
  errors: [404],
});

const verify = z
  .enum(["true", "false"], 'must be "true" or "false"')
  .optional()
  .describe(
    "`true`: every endpoint has to answer. `false`: none is asked. Not given: those that answer have to be of the chain.",
  );
const saved =
  "The endpoints are asked for their chain id. What `SENTINEL_NETWORKS` says of a network it names (endpoints, chain " +
  "id, and what else it gives) is applied again at every start.";

/** `POST /v1/networks` */
export const createNetworkEndpoint = endpoint({
  method: "POST",
  path: "/v1/networks",
  summary: "Add a network",
  description: `A worker listens to it within 2 s. ${saved} Without \`chainId\` it is theirs. RPC URLs are write-only.`,
  tag,
  action: "network.write",
  query: z.strictObject({ verify }),
  body: NewNetwork,
  example: {
    name: example.name,
    chainId: 1,
    rpcUrls: ["wss://eth.example.com/v3/your-key"],
    confirmations: 12,
    explorerUrl: example.explorerUrl,
  },
  responses: { 201: { description: "The new network.", schema: Network, example } },
  errors: [409, 422],
});

/** `PATCH /v1/networks/{id}` */
export const updateNetworkEndpoint = endpoint({
  method: "PATCH",
  path: "/v1/networks/{id}",
  summary: "Change a network",
  description: `What is not named stays; the name always does. Workers follow within 2 s. ${saved}`,
  tag,
  action: "network.write",
  params,
  query: z.strictObject({ verify }),
  body: NetworkPatch,
  example: { rpcUrls: ["eth.example.com/***", "wss://other.example.com/your-key"], enabled: true },
  responses: {
    200: {
      description: "The changed network.",
      schema: Network,
      example: { ...example, rpcUrls: ["eth.example.com/***", "other.example.com/***"] },
    },
  },
  errors: [404, 409, 412, 422],
});

/** `DELETE /v1/networks/{id}` */
export const deleteNetworkEndpoint = endpoint({
  method: "DELETE",
  path: "/v1/networks/{id}",
  summary: "Delete a network",
  description:
    "Refused (409, saying what) while watched contracts, rules or silences are on it, or once it has alerts: disable it " +
    "then. One that `SENTINEL_NETWORKS` names is there again after the next start.",
  tag,
  action: "network.write",
  params,
  responses: { 204: { description: "Deleted." } },
  errors: [404, 409, 412],
});

/** `POST /v1/networks/test` */
export const testEndpointEndpoint = endpoint({
  method: "POST",
  path: "/v1/networks/test",
  summary: "Ask a node what it is",
  description:
    "Before it is made an endpoint: its chain id, its newest block, and whether it pushes pending transactions. A node " +
    "that does not answer is a 200 with `ok: false`, and `detail` says why. Private addresses are asked too, since " +
    "nodes often have one; of what they answer only these numbers are told.",
  tag,
  action: "network.write",
  body: z.strictObject({
    url: z.string().trim().min(1, "must not be empty").max(2_000, "must be at most 2,000 characters"),
  }),
  example: { url: "wss://eth.example.com/v3/your-key" },
  responses: {
    200: {
      description: "What it said.",
      schema: EndpointTest,
      example: { ok: true, chainId: 1, subscription: "pending", latestBlock: 21_000_000, latencyMs: 42 },
    },
  },
});

/** `GET /v1/networks/{id}/coverage` */
export const getNetworkCoverageEndpoint = endpoint({
  method: "GET",
  path: "/v1/networks/{id}/coverage",
  summary: "Get a network's coverage",
  description:
    "How many of all mined transactions had been seen pending, and how long before their block, by day (UTC).",
  tag,
  action: "network.read",
  params,
  query: coverageQuery,
  responses: { 200: { description: "The ledger.", schema: Coverage, example: coverageExample } },
  errors: [404],
});
