import { z } from "zod";

import { PreparedResponse } from "~/domain/alerts/prepared-response";
import { responseCastLine } from "~/domain/alerts/response-cast-line";
import { responseSafeBatch } from "~/domain/alerts/response-safe-batch";
import { Id } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";

const call = { chainId: 1, to: "0x5FbDB2315678afecb367f032d93F642f64180aa3", value: "0", data: "0x8456cb59" };
const summary = "Calls pause() on Treasury Vault (0x5FbDB2315678afecb367f032d93F642f64180aa3).";
const example = {
  summary,
  ...call,
  signature: "pause()",
  safeTransactionBuilder: responseSafeBatch({
    ...call,
    name: "Sentinel: pause()",
    description: summary,
    createdAtMs: Date.parse("2026-01-15T08:31:12.345Z"),
  }),
  castSend: responseCastLine(call),
  warnings: [],
};

/** `GET /v1/alerts/{id}/response` */
export const getAlertResponseEndpoint = endpoint({
  method: "GET",
  path: "/v1/alerts/{id}/response",
  summary: "Get a prepared response to an alert",
  description:
    "An unsigned transaction that would answer the alert, from the rule's `response` (without one: `pause()` on the " +
    "watched contract): calldata, a file for Safe's Transaction Builder, a line for Foundry's `cast`. Sentinel holds no " +
    "keys: whoever does signs it. 404 `no_response` says why none can be made.",
  tag: "Alerts",
  action: "alert.read",
  params: z.object({ id: Id }),
  responses: { 200: { description: "The prepared response.", schema: PreparedResponse, example } },
  errors: [404],
});
