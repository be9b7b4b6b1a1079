import { z } from "zod";

import { BacktestWindow, NewBacktest } from "~/domain/backtests/new-backtest";
import { Job } from "~/domain/jobs/job";
import { NewTrial, RuleTrial } from "~/domain/rules/rule-trial";
import { Id } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";
import { jobExample } from "./job-example";

const tag = "Rules";
const rule = {
  name: "Treasury: ownership renounced",
  watchlistId: "0197a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b",
  signature: "renounceOwnership",
  severity: "critical",
};
const trialExample = {
  matched: false,
  explanation: {
    kind: "and",
    label: "all of these",
    result: false,
    children: [
      { kind: "address", label: "to is Treasury Vault", result: true },
      {
        kind: "selector",
        label: "calls renounceOwnership()",
        result: false,
        expected: "renounceOwnership() (0x715018a6)",
        actual: "0xa9059cbb",
        nearMiss: true,
      },
    ],
  },
  nearMisses: ["calls renounceOwnership()"],
  uncertain: null,
  call: null,
  transaction: {
    hash: "0x9b1c6a3f4e8d7c2b1a0f9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a2f1e0d9c8b",
    from: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
    to: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
    value: "0",
    selector: "0xa9059cbb",
    status: "confirmed",
    blockNumber: 24_470_812,
    logs: 1,
  },
};

/** `POST /v1/rules/test` */
export const testRuleEndpoint = endpoint({
  method: "POST",
  path: "/v1/rules/test",
  summary: "Try a rule on a transaction",
  description:
    "Asks a saved rule (`ruleId`) or an unsaved one (`rule`) of one transaction: a hash, which is asked of the " +
    "network's endpoints, or the transaction itself, which is taken as pending. Nothing is recorded or sent. " +
    "`explanation` is the truth tree with the actual values; `nearMiss` in it marks what alone kept the rule from " +
    "matching. `matched` is null when it could not be evaluated: such a transaction is alerted on, to be safe.",
  tag,
  action: "rule.test",
  body: NewTrial,
  example: {
    rule,
    network: "mainnet",
    txHash: "0x9b1c6a3f4e8d7c2b1a0f9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a2f1e0d9c8b",
  },
  responses: { 200: { description: "What the rule says of it.", schema: RuleTrial, example: trialExample } },
  errors: [404, 422, 503],
});

/** `POST /v1/rules/backtest` */
export const backtestEndpoint = endpoint({
  method: "POST",
  path: "/v1/rules/backtest",
  summary: "Replay a rule",
  description:
    "Over at most 100,000 blocks (`fromBlock` and `toBlock`, both included), or over the mempool as it was recorded " +
    "in the last hours (`lastHours`), of transactions that touched a watched address. A job does it, paced so that " +
    "live detection keeps its latency; nothing that it finds is alerted on. `pages` are the alerts that would have " +
    "been told to the rule's channels, after threshold, cooldown and first-of-kind.",
  tag,
  action: "backtest.run",
  body: NewBacktest,
  example: { rule, network: "mainnet", fromBlock: 24_470_000, toBlock: 24_476_000 },
  responses: { 202: { description: "The job; `Location` is where to ask for it.", schema: Job, example: jobExample } },
  errors: [404, 409, 422],
});

/** `POST /v1/rules/{id}/backtest` */
export const backtestRuleEndpoint = endpoint({
  method: "POST",
  path: "/v1/rules/{id}/backtest",
  summary: "Replay a saved rule",
  description: "As it is now; later changes of the rule do not reach the job. See `POST /v1/rules/backtest`.",
  tag,
  action: "backtest.run",
  params: z.object({ id: Id }),
  body: BacktestWindow,
  example: { network: "mainnet", lastHours: 6 },
  responses: { 202: { description: "The job; `Location` is where to ask for it.", schema: Job, example: jobExample } },
  errors: [404, 409, 422],
});
