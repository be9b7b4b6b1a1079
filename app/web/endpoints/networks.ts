import { z } from "zod";

import { Coverage } from "~/domain/coverage/coverage";
import { Network } from "~/domain/networks/network";
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
  params: z.object({ id: Id }),
  responses: { 200: { description: "The network.", schema: Network, example } },
  errors: [404],
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
  params: z.object({ id: Id }),
  query: coverageQuery,
  responses: { 200: { description: "The ledger.", schema: Coverage, example: coverageExample } },
  errors: [404],
});
