import { z } from "zod";

import { Id, Severity } from "~/domain/shared-schemas";
import { NewSilence, Silence, SilencePatch, SilenceState } from "~/domain/silences/silence";
import { SilencePreview, SilencePreviewInput } from "~/domain/silences/silence-preview";
import { endpoint } from "../api/endpoint";
import { listOf } from "../api/list-schema";
import { commaList, pageQuery } from "../api/page-query";

const example = {
  id: "0197a1b2-af60-7b72-8d8e-9fa0b1c2d3e4",
  matchers: { ruleId: "0197a1b2-8d4e-7f50-9b6c-7d8e9f0a1b2c", network: "mainnet" },
  reason: "Planned upgrade, ticket OPS-112.",
  startsAt: "2026-01-15T08:30:00.000Z",
  endsAt: "2026-01-15T12:30:00.000Z",
  createdBy: "0197a1b2-1a2b-7c3d-8e4f-5a6b7c8d9e0f",
  createdByName: "Ada",
  state: "active",
  summary: "alerts of the rule “Treasury: ownership leaves the house” on the network mainnet",
  suppressed: 3,
  createdAt: "2026-01-15T08:30:00.000Z",
  updatedAt: "2026-01-15T08:30:00.000Z",
};

const tag = "Silences";
const params = z.object({ id: Id });

/** `GET /v1/silences` */
export const listSilencesEndpoint = endpoint({
  method: "GET",
  path: "/v1/silences",
  summary: "List silences",
  description: "Newest first, also those that have ended.",
  tag,
  action: "silence.read",
  list: true,
  query: z.strictObject({
    ...pageQuery,
    state: commaList(SilenceState).optional().describe("One or more, comma separated."),
    ruleId: Id.optional().describe("Those with this matcher; the others alike."),
    watchlistId: Id.optional(),
    tag: z.string().max(40).optional(),
    severity: commaList(Severity).optional().describe("One or more, comma separated."),
    network: z.string().max(100).optional().describe("A network's name."),
  }),
  responses: { 200: { description: "Silences.", schema: listOf(Silence) } },
});

/** `POST /v1/silences` */
export const createSilenceEndpoint = endpoint({
  method: "POST",
  path: "/v1/silences",
  summary: "Silence alerts",
  description:
    "Alerts that match are kept and shown as ever, and nobody is told of them from `startsAt` until `endsAt`. An alert " +
    "matches when every matcher that is given holds; at least one is required. `tag` is a tag of the alert's watched " +
    "contract, or of its rule's scope. Messages that wait to be sent are kept back too. A silence lasts a year at most; " +
    "15 minutes before its end (of short ones when a tenth is left) its channels are told.",
  tag,
  action: "silence.write",
  body: NewSilence,
  example: { matchers: example.matchers, reason: example.reason, endsAt: example.endsAt },
  responses: { 201: { description: "The new silence.", schema: Silence, example: { ...example, suppressed: 0 } } },
});

/** `GET /v1/silences/{id}` */
export const getSilenceEndpoint = endpoint({
  method: "GET",
  path: "/v1/silences/{id}",
  summary: "Get a silence",
  tag,
  action: "silence.read",
  params,
  responses: { 200: { description: "The silence.", schema: Silence, example } },
  errors: [404],
});

/** `PATCH /v1/silences/{id}` */
export const updateSilenceEndpoint = endpoint({
  method: "PATCH",
  path: "/v1/silences/{id}",
  summary: "Change a silence",
  description:
    "What is not named stays; `matchers` are replaced as a whole. The start of one that has begun stays, and one that " +
    "has ended can't be changed (409).",
  tag,
  action: "silence.write",
  params,
  body: SilencePatch,
  example: { endsAt: "2026-01-15T16:30:00.000Z" },
  responses: {
    200: {
      description: "The changed silence.",
      schema: Silence,
      example: { ...example, endsAt: "2026-01-15T16:30:00.000Z" },
    },
  },
  errors: [404, 409, 412],
});

/** `DELETE /v1/silences/{id}` */
export const endSilenceEndpoint = endpoint({
  method: "DELETE",
  path: "/v1/silences/{id}",
  summary: "End a silence",
  description:
    "One that is in force ends now and stays to be read, as the reason why nobody was told; one that has not begun is " +
    "removed.",
  tag,
  action: "silence.write",
  params,
  responses: { 204: { description: "Ended." } },
  errors: [404, 412],
});

/** `POST /v1/silences/preview` */
export const previewSilenceEndpoint = endpoint({
  method: "POST",
  path: "/v1/silences/preview",
  summary: "See what a silence would hide",
  description: "Counts the alerts of the last seven days that match. Nothing is made.",
  tag,
  action: "silence.read",
  body: SilencePreviewInput,
  example: { matchers: example.matchers },
  responses: {
    200: {
      description: "What it would have hidden.",
      schema: SilencePreview,
      example: {
        days: 7,
        alerts: 12,
        pages: 4,
        critical: 12,
        alertsPerDay: [{ day: "2026-01-15", alerts: 12, pages: 4 }],
        ruleCount: 1,
        rules: [{ id: example.matchers.ruleId, name: "Treasury: ownership leaves the house", severity: "critical" }],
        sample: [
          {
            id: "0197a1b2-9e5f-7a61-8c7d-8e9f0a1b2c3d",
            title: "Ownership of Treasury Vault is being transferred",
            severity: "critical",
            network: "mainnet",
            detectedAt: "2026-01-15T08:29:00.000Z",
          },
        ],
        warning:
          "It would have hidden 12 critical alerts in the last 7 days. Nobody is woken by a critical alert that is silenced.",
      },
    },
  },
});
