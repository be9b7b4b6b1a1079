import { z } from "zod";

import { Configuration } from "~/domain/configuration/configuration";
import { MAX_CONFIGURATION_BYTES } from "~/domain/configuration/configuration-limits";
import { ImportReportEntry } from "~/domain/configuration/openzeppelin/import-report";
import { parseConfigurationText } from "~/domain/configuration/parse-configuration-text";
import { Plan } from "~/domain/configuration/plan";
import { endpoint } from "../api/endpoint";
import { queryFlag } from "../api/page-query";

const tag = "Configuration";

const configurationExample = {
  version: 1 as const,
  networks: [{ name: "mainnet", chainId: 1, confirmations: 12, rpcHosts: ["eth.example.com"] }],
  watchlists: [
    {
      name: "Treasury Vault",
      network: "mainnet",
      address: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
      tags: ["treasury"],
    },
  ],
  channels: [{ type: "discord" as const, name: "Incidents", config: {}, secrets: ["webhookUrl"] }],
  rules: [
    {
      name: "Owner leaves",
      watchlist: "mainnet/0x5FbDB2315678afecb367f032d93F642f64180aa3",
      trigger: "call" as const,
      stage: "pending" as const,
      severity: "critical" as const,
      signature: "renounceOwnership()",
      channels: ["discord/Incidents"],
    },
  ],
};

const Objects = z.array(z.record(z.string(), z.unknown())).describe("As in the body of an import.");

/** What an export has; each object is described by the body of an import. */
const ExportedConfiguration = z.object({
  version: z.literal(1),
  networks: Objects,
  addressLists: Objects,
  watchlists: Objects,
  channels: Objects,
  escalationPolicies: Objects,
  rules: Objects,
  silences: Objects,
  omitted: z
    .array(z.object({ kind: z.string(), name: z.string(), reason: z.string() }))
    .optional()
    .describe("References that lead nowhere any more."),
});

/** `GET /v1/configuration` */
export const exportConfigurationEndpoint = endpoint({
  method: "GET",
  path: "/v1/configuration",
  summary: "Export the configuration",
  description:
    "Networks, address lists, watched contracts, channels, escalation policies, rules, and silences that are not over, " +
    "for a repository: objects name each other, no ids and no secrets are in it (RPC URLs, webhook URLs and tokens), " +
    "and the order is that of the names. Fields that have their default are left out. `format=yaml` answers in YAML " +
    "(`application/yaml`). What an import of it changes is nothing.",
  tag,
  action: "configuration.export",
  query: z.strictObject({ format: z.enum(["json", "yaml"]).default("json").describe("How it is written.") }),
  responses: {
    200: {
      description: "The configuration.",
      schema: ExportedConfiguration,
      example: { ...configurationExample, addressLists: [], escalationPolicies: [], silences: [] },
      alsoTypes: ["application/yaml"],
    },
  },
});

const planExample = {
  applied: false,
  summary: { create: 1, update: 1, unchanged: 2, delete: 0 },
  changes: [
    {
      kind: "rule" as const,
      action: "update" as const,
      name: "mainnet/0x5FbDB2315678afecb367f032d93F642f64180aa3/Owner leaves",
      pointer: "/rules/0",
      fields: { severity: { before: "high", after: "critical" } },
    },
  ],
  notes: [
    {
      pointer: "/channels/0",
      detail: "is made without webhookUrl and switched off: give it what is missing, then switch it on",
      code: "secret_missing",
    },
  ],
  errors: [],
  madeSecrets: [],
};

const apply = queryFlag.describe("Do it. Without, nothing is changed and the answer says what would be.");

/** `POST /v1/configuration` */
export const importConfigurationEndpoint = endpoint({
  method: "POST",
  path: "/v1/configuration",
  summary: "Plan or apply a configuration",
  description:
    "Answers with what would change; with `apply=true` all of it is done in one transaction, or nothing (400 naming " +
    "everything that is wrong). Each object is checked and recorded in the audit log as if it had been changed by " +
    "hand, and a second time changes nothing. A part that is left out is not looked at; a field that is left out of an " +
    "object has its default. Secrets that are left out, or masked, stay as they are; a new channel without its secret " +
    "is made switched off. JSON up to 16 MiB, or YAML (`application/yaml`) up to 4 MiB; at most 10,000 changes at once.",
  tag,
  action: "configuration.import",
  idempotent: true,
  maxBodyBytes: MAX_CONFIGURATION_BYTES,
  query: z.strictObject({
    apply,
    prune: queryFlag.describe(
      "Also delete what is not in the body, of the parts that it has. Networks and channels are never deleted.",
    ),
  }),
  body: Configuration,
  example: configurationExample,
  texts: {
    "application/json": { read: (text: string) => parseConfigurationText(text, "json") },
    "application/yaml": {
      read: (text: string) => parseConfigurationText(text, "yaml"),
      example:
        "version: 1\nwatchlists:\n  - name: Treasury Vault\n    network: mainnet\n" +
        '    address: "0x5FbDB2315678afecb367f032d93F642f64180aa3"\n',
    },
  },
  responses: { 200: { description: "The plan, and whether it was applied.", schema: Plan, example: planExample } },
  errors: [409],
});

const monitorExample = {
  "monitors/owner.json": {
    name: "Owner leaves",
    paused: false,
    networks: ["ethereum_mainnet"],
    addresses: [{ address: "0x5FbDB2315678afecb367f032d93F642f64180aa3", contract_spec: null }],
    match_conditions: {
      functions: [{ signature: "renounceOwnership()", expression: null }],
      events: [],
      transactions: [{ status: "Success", expression: null }],
    },
    trigger_conditions: [],
    triggers: [],
  },
};

/** `POST /v1/configuration/openzeppelin-monitor` */
export const importMonitorConfigurationEndpoint = endpoint({
  method: "POST",
  path: "/v1/configuration/openzeppelin-monitor",
  summary: "Move from OpenZeppelin Monitor",
  description:
    "Takes the configuration of OpenZeppelin Monitor, also as Defender exports it: a map from file names " +
    "(`monitors/….json`, `networks/….json`, `triggers/….json`) to what is in them, or `{monitors, networks, " +
    "triggers}`. Answers with the plan, the configuration that was made of it (secrets left out), and a report that " +
    "names every field which has no counterpart or means something else here. Nothing is changed without `apply=true`.",
  tag,
  action: "configuration.import",
  idempotent: true,
  maxBodyBytes: MAX_CONFIGURATION_BYTES,
  query: z.strictObject({ apply }),
  body: z.record(z.string(), z.unknown()).describe("File names and contents, or `{monitors, networks, triggers}`."),
  example: monitorExample,
  responses: {
    200: {
      description: "The plan, the report, and the configuration.",
      schema: z.object({
        plan: Plan,
        report: z.array(ImportReportEntry),
        configuration: ExportedConfiguration.partial().extend({ version: z.literal(1) }),
      }),
      example: {
        plan: { ...planExample, notes: [] },
        report: [
          {
            path: "monitors/owner.json#/match_conditions/functions/0",
            outcome: "changed",
            detail: "also seen inside multicalls, Safes and timelocks; add `AND depth == 0` for top-level calls only",
          },
        ],
        configuration: configurationExample,
      },
    },
  },
  errors: [409],
});
