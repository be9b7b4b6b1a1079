import { z } from "zod";

import { NewRule, Rule, RulePatch } from "~/domain/rules/rule";
import { RuleTemplate } from "~/domain/rules/rule-template";
import { Id, Severity } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";
import { listOf } from "../api/list-schema";
import { commaList, pageQuery, queryFlag } from "../api/page-query";

const example = {
  id: "0197a1b2-8d4e-7f50-9b6c-7d8e9f0a1b2c",
  name: "Treasury: ownership renounced",
  description: null,
  watchlistId: "0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b",
  tag: null,
  network: null,
  stage: "pending",
  signature: "renounceOwnership",
  event: null,
  condition: null,
  severity: "critical",
  channels: ["discord"],
  cooldownSeconds: 0,
  threshold: null,
  runbookUrl: null,
  enabled: true,
  version: 1,
  createdAt: "2026-01-15T08:30:00.000Z",
  updatedAt: "2026-01-15T08:30:00.000Z",
};

const tag = "Rules";
const params = z.object({ id: Id });

/** `GET /v1/rules` */
export const listRulesEndpoint = endpoint({
  method: "GET",
  path: "/v1/rules",
  summary: "List rules",
  tag,
  role: "viewer",
  list: true,
  query: z.strictObject({
    ...pageQuery,
    watchlistId: Id.optional(),
    severity: commaList(Severity).optional().describe("One or more, comma separated."),
    enabled: queryFlag,
    network: z.string().max(100).optional().describe("A network's name: its own rules and those of its contracts."),
    q: z.string().max(200).optional().describe("Words of the name or signature, or a tag."),
  }),
  responses: { 200: { description: "Rules, newest first.", schema: listOf(Rule) } },
});

/** `POST /v1/rules` */
export const createRuleEndpoint = endpoint({
  method: "POST",
  path: "/v1/rules",
  summary: "Make a rule",
  description:
    "Exactly one of `watchlistId`, `tag` and `network` says what it watches. `signature` is a function's name, its " +
    "full signature, or its 4-byte selector. This version evaluates pending transactions by their function only: " +
    "`stage: confirmed`, `event`, `condition` and `threshold` are refused with the code `not_available`.",
  tag,
  role: "analyst",
  body: NewRule,
  example: {
    name: example.name,
    watchlistId: example.watchlistId,
    signature: "renounceOwnership",
    severity: "critical",
    channels: ["discord"],
  },
  responses: { 201: { description: "The new rule.", schema: Rule, example } },
  errors: [404],
});

/** `GET /v1/rules/{id}` */
export const getRuleEndpoint = endpoint({
  method: "GET",
  path: "/v1/rules/{id}",
  summary: "Get a rule",
  tag,
  role: "viewer",
  params,
  responses: { 200: { description: "The rule.", schema: Rule, example } },
  errors: [404],
});

/** `PATCH /v1/rules/{id}` */
export const updateRuleEndpoint = endpoint({
  method: "PATCH",
  path: "/v1/rules/{id}",
  summary: "Change a rule",
  description: "What is not named stays. Naming one scope replaces another. Every change raises `version`.",
  tag,
  role: "analyst",
  params,
  body: RulePatch,
  example: { severity: "high", cooldownSeconds: 300 },
  responses: { 200: { description: "The changed rule.", schema: Rule, example } },
  errors: [404, 409, 412],
});

/** `DELETE /v1/rules/{id}` */
export const deleteRuleEndpoint = endpoint({
  method: "DELETE",
  path: "/v1/rules/{id}",
  summary: "Delete a rule",
  description: "Its alerts stay.",
  tag,
  role: "analyst",
  params,
  responses: { 204: { description: "Deleted." } },
  errors: [404, 412],
});

/** `GET /v1/rules/templates` */
export const listRuleTemplatesEndpoint = endpoint({
  method: "GET",
  path: "/v1/rules/templates",
  summary: "List rule templates",
  description: "The built-in table of dangerous functions. All of it in one answer.",
  tag,
  role: "viewer",
  etag: false,
  responses: { 200: { description: "Templates.", schema: listOf(RuleTemplate) } },
});
