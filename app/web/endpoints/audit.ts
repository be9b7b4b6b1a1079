import { z } from "zod";

import { AuditEntry } from "~/domain/audit/audit-entry";
import { AuditVerdict } from "~/domain/audit/audit-verdict";
import { Id } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";
import { listOf } from "../api/list-schema";
import { pageQuery } from "../api/page-query";

/** The last instant of year 9999. */
const MAX_TIME_MS = 253_402_300_799_999;

const tag = "Audit";
const Time = z.iso
  .datetime({ offset: true, error: "must be a time such as 2026-01-15T08:30:00Z" })
  .transform((text) => new Date(text))
  .refine((time) => time.getTime() >= 0 && time.getTime() <= MAX_TIME_MS, "must be between 1970 and 9999");

const filter = {
  actorId: Id.optional().describe("A user's id."),
  action: z
    .string()
    .regex(/^[a-z_]{1,40}\.([a-z_]{1,60}|\*)$/, "must be an action such as rule.created, or all of a kind: auth.*")
    .optional()
    .describe("An action such as `rule.created`, or all of a kind: `auth.*`."),
  resourceType: z.string().min(1, "must not be empty").max(100).optional().describe("Such as `rule`."),
  resourceId: z.string().min(1, "must not be empty").max(200).optional(),
  from: Time.optional().describe("Made at this time or later."),
  to: Time.optional().describe("Made at this time or earlier."),
};

const example: AuditEntry = {
  id: "0197a1b2-e4f5-7061-92a3-b4c5d6e7f809",
  seq: 1042,
  actorId: "0197a1b2-a0b1-7c2d-8e3f-405162738495",
  actorName: "Ada",
  action: "rule.updated",
  resourceType: "rule",
  resourceId: "0197a1b2-b1c2-7d3e-8f40-516273849506",
  metadata: {
    name: "Ownership moves",
    before: { severity: "high" },
    after: { severity: "critical" },
    via: { sessionId: "0197a1b2-f506-7172-83a4-b5c6d7e8f90a" },
  },
  ip: "203.0.113.7",
  requestId: "0197a1b2-0617-7283-94b5-c6d7e8f90a1b",
  createdAt: "2026-01-15T08:31:12.345Z",
  hash: "5f3b1c0d9e8a7f6e5d4c3b2a190807f6e5d4c3b2a1908070605040302010f0e0",
};

/** `GET /v1/audit-logs` */
export const listAuditLogsEndpoint = endpoint({
  method: "GET",
  path: "/v1/audit-logs",
  summary: "List the audit log",
  description:
    "Everything that anyone did, newest first, in the order of the chain. `meta.total` is exact up to 10,000; 10,001 " +
    "means more than that.",
  tag,
  action: "audit.read",
  list: true,
  query: z.strictObject({ ...pageQuery, ...filter }),
  responses: {
    200: {
      description: "Entries.",
      schema: listOf(AuditEntry),
      example: { data: [example], meta: { total: 1, page: 1, limit: 20, nextCursor: null } },
    },
  },
});

/** `GET /v1/audit-logs/export` */
export const exportAuditLogsEndpoint = endpoint({
  method: "GET",
  path: "/v1/audit-logs/export",
  summary: "Export the audit log",
  description:
    "A stream, oldest first: `jsonl` (the default) has a JSON object a line with all that its hash is made of, so that " +
    "an export of everything can be verified elsewhere; `csv` (`text/csv`) has a line of names first, and an apostrophe " +
    "before what a spreadsheet would take for a formula. The export is itself an entry.",
  tag,
  action: "audit.read",
  query: z.strictObject({
    format: z.enum(["jsonl", "csv"], 'must be "jsonl" or "csv"').default("jsonl"),
    ...filter,
  }),
  etag: false,
  responses: {
    200: {
      description: "The entries.",
      schema: z.string(),
      contentType: "application/x-ndjson",
      alsoTypes: ["text/csv"],
      example: `${JSON.stringify({ ...example, createdAtMs: Date.parse(example.createdAt) })}\n`,
    },
  },
});

const verdict: AuditVerdict = {
  ok: true,
  checkedAt: "2026-01-15T08:40:00.000Z",
  checked: 1042,
  head: { seq: 1042, hash: example.hash },
  lastCheckpoint: { seq: 1040, createdAt: "2026-01-15T08:30:30.000Z" },
  defects: [],
};

/** `GET /v1/audit-logs/verify` */
export const verifyAuditLogsEndpoint = endpoint({
  method: "GET",
  path: "/v1/audit-logs/verify",
  summary: "Verify the audit log",
  description:
    "Computes the hash of every entry again and holds the chain against its head and against the signed checkpoints; " +
    "about a second for 100,000 entries. `broken` says where it breaks and how. An attacker who owns the database and " +
    "cuts off (or writes again) everything together with its checkpoints is found only by checkpoints kept elsewhere: " +
    "`npm run audit:verify -- --checkpoints FILE`.",
  tag,
  action: "audit.verify",
  etag: false,
  responses: { 200: { description: "What was found.", schema: AuditVerdict, example: verdict } },
});
