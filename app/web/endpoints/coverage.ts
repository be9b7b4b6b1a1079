import { z } from "zod";

import { Coverage } from "~/domain/coverage/coverage";
import { Id } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";
import { coverageExample, coverageQuery } from "./coverage-query";

/** `GET /v1/watchlists/{id}/coverage` */
export const getEntryCoverageEndpoint = endpoint({
  method: "GET",
  path: "/v1/watchlists/{id}/coverage",
  summary: "Get a watched contract's coverage",
  description:
    "How many of the mined transactions that call it, directly or inside a multicall, a Safe or the like, had been seen pending, and how long before their block, by day (UTC). Blocks that were read only after an outage count too: what nobody listened for was not seen.",
  tag: "Watchlists",
  action: "watchlist.read",
  params: z.object({ id: Id }),
  query: coverageQuery,
  responses: { 200: { description: "The ledger.", schema: Coverage, example: coverageExample } },
  errors: [404],
});
