import { z } from "zod";

import { listRuleTemplates } from "~/domain/rules/list-rule-templates";
import { NewRule, Rule, RulePatch } from "~/domain/rules/rule";
import { RuleTemplate } from "~/domain/rules/rule-template";
import { Id, Severity } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";
import { listOf } from "../api/list-schema";
import { commaList, pageQuery, queryFlag } from "../api/page-query";

const example = {
  id: "0197a1b2-8d4e-7f50-9b6c-7d8e9f0a1b2c",
  name: "Treasury: ownership leaves the house",
  description: null,
  watchlistId: "0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b",
  tag: null,
  list: null,
  network: null,
  stage: "pending",
  trigger: "call",
  side: "target",
  signature: "transferOwnership(address newOwner)",
  event: null,
  condition: "newOwner not in @treasury",
  severity: "critical",
  channels: ["discord"],
  cooldownSeconds: 0,
  threshold: null,
  groupWaitSeconds: null,
  escalationPolicyId: null,
  inhibitedBy: [],
  response: null,
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
  action: "rule.read",
  list: true,
  query: z.strictObject({
    ...pageQuery,
    watchlistId: Id.optional(),
    severity: commaList(Severity).optional().describe("One or more, comma separated."),
    enabled: queryFlag,
    network: z.string().max(100).optional().describe("A network's name: its own rules and those of its contracts."),
    q: z.string().max(200).optional().describe("Words of the name, signature, event or condition, or a tag or list."),
  }),
  responses: { 200: { description: "Rules, newest first.", schema: listOf(Rule) } },
});

/** `POST /v1/rules` */
export const createRuleEndpoint = endpoint({
  method: "POST",
  path: "/v1/rules",
  summary: "Make a rule",
  description:
    "Exactly one of `watchlistId`, `tag`, `list` and `network` says what it watches. `trigger` says what it looks at: " +
    "calls (also those carried inside multicalls, Safes and timelocks), events of mined transactions, mentions of a " +
    "watched address in the calldata of a transaction to another contract, a proxy's changed implementation, or an " +
    "account's changed delegation. `signature` is a function's name, its full signature, or its 4-byte selector; " +
    "without one any call is meant, which on a whole network takes a condition. `event` is an event's name, signature or " +
    "topic; it implies the trigger `event` and the stage `confirmed`. `side: sender` looks at what the scope's " +
    "addresses send. `condition` is checked against the parameters of what it will meet; its errors, as those of " +
    "`signature` and `event`, carry the `position` of what is wrong. `threshold` raises an alert only for the `count`th " +
    "match within `windowSeconds`, counted for the rule, or for each sender or contract. `groupWaitSeconds` gathers its " +
    "alerts into one message. `inhibitedBy` names rules that keep this one quiet while they fire on the same contract (an " +
    "alert of the last ten minutes, or one still pending of the last hour, that somebody was told of). " +
    "`escalationPolicyId` says who is told next when nobody acknowledges. `response` is the unsigned transaction that its " +
    "alerts prepare.",
  tag,
  action: "rule.write",
  body: NewRule,
  example: {
    name: example.name,
    watchlistId: example.watchlistId,
    signature: example.signature,
    condition: "newOwner != 0x5FbDB2315678afecb367f032d93F642f64180aa3",
    severity: "critical",
    channels: ["discord"],
    threshold: { count: 3, windowSeconds: 600, groupBy: "sender" },
    groupWaitSeconds: 30,
    response: { signature: "setPaused(bool)", args: ["true"] },
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
  action: "rule.read",
  params,
  responses: { 200: { description: "The rule.", schema: Rule, example } },
  errors: [404],
});

/** `PATCH /v1/rules/{id}` */
export const updateRuleEndpoint = endpoint({
  method: "PATCH",
  path: "/v1/rules/{id}",
  summary: "Change a rule",
  description:
    "What is not named stays; null takes a signature, event, condition, threshold, group wait, policy or response away. Naming one scope replaces " +
    "another, an event a signature. Every change raises `version`.",
  tag,
  action: "rule.write",
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
  action: "rule.write",
  params,
  responses: { 204: { description: "Deleted." } },
  errors: [404, 412],
});

/** `GET /v1/rules/templates` */
export const listRuleTemplatesEndpoint = endpoint({
  method: "GET",
  path: "/v1/rules/templates",
  summary: "List rule templates",
  description: "The built-in table of dangerous functions and events. All of it in one answer.",
  tag,
  action: "rule.read",
  etag: false,
  responses: {
    200: {
      description: "Templates.",
      schema: listOf(RuleTemplate),
      example: {
        data: listRuleTemplates().slice(0, 1),
        meta: { total: 1, page: 1, limit: 1, nextCursor: null },
      },
    },
  },
});
