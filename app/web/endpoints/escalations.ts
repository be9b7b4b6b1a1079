import { z } from "zod";

import { Escalation, EscalationState } from "~/domain/escalations/escalation";
import { EscalationPolicy, EscalationPolicyPatch, NewEscalationPolicy } from "~/domain/escalations/escalation-policy";
import { Id } from "~/domain/shared-schemas";
import { endpoint } from "../api/endpoint";
import { listOf } from "../api/list-schema";
import { pageQuery } from "../api/page-query";

const oncall = "0197a1b2-c182-7394-8fa0-b1c2d3e4f506";
const made = {
  name: "Protocol on-call",
  steps: [
    { channels: [oncall], waitSeconds: 300 },
    { channels: ["pagerduty", "telegram"], waitSeconds: 600 },
  ],
  repeats: 2,
  severities: ["critical" as const],
};
const example = {
  ...made,
  id: "0197a1b2-d293-74a5-90b1-c2d3e4f50617",
  hours: null,
  onDeliveryFailure: true,
  enabled: true,
  createdAt: "2026-01-15T08:00:00.000Z",
  updatedAt: "2026-01-15T08:00:00.000Z",
};
const run = {
  id: "0197a1b2-e3a4-75b6-81c2-d3e4f5061728",
  policyId: example.id,
  policyName: example.name,
  alertId: "0197a1b2-b071-7283-8e9f-a0b1c2d3e4f5",
  channelId: null,
  subject: "Ownership of Treasury Vault is being renounced",
  state: "running" as const,
  nextStep: 2,
  steps: 2,
  round: 1,
  rounds: 3,
  nextAt: "2026-01-15T08:35:00.000Z",
  nextChannels: ["PagerDuty", "Telegram on-call"],
  startedAt: "2026-01-15T08:30:00.000Z",
  endedAt: null,
  endedBy: null,
  endReason: null,
};

const tag = "Escalations";
const params = z.object({ id: Id });

/** `GET /v1/escalation-policies` */
export const listEscalationPoliciesEndpoint = endpoint({
  method: "GET",
  path: "/v1/escalation-policies",
  summary: "List escalation policies",
  tag,
  action: "escalation_policy.read",
  list: true,
  query: z.strictObject({ ...pageQuery }),
  responses: { 200: { description: "Policies, newest first.", schema: listOf(EscalationPolicy) } },
});

/** `POST /v1/escalation-policies` */
export const createEscalationPolicyEndpoint = endpoint({
  method: "POST",
  path: "/v1/escalation-policies",
  summary: "Make an escalation policy",
  description:
    "Each step tells its channels, then waits for an acknowledgement. An alert follows the policy that its rule names " +
    "(`escalationPolicyId`), else the one that has its severity; a severity can follow one enabled policy (409).",
  tag,
  action: "escalation_policy.write",
  body: NewEscalationPolicy,
  example: made,
  responses: { 201: { description: "The new policy.", schema: EscalationPolicy, example } },
  errors: [409],
});

/** `GET /v1/escalation-policies/{id}` */
export const getEscalationPolicyEndpoint = endpoint({
  method: "GET",
  path: "/v1/escalation-policies/{id}",
  summary: "Get an escalation policy",
  tag,
  action: "escalation_policy.read",
  params,
  responses: { 200: { description: "The policy.", schema: EscalationPolicy, example } },
  errors: [404],
});

/** `PATCH /v1/escalation-policies/{id}` */
export const updateEscalationPolicyEndpoint = endpoint({
  method: "PATCH",
  path: "/v1/escalation-policies/{id}",
  summary: "Change an escalation policy",
  description:
    "What is not named stays; `steps` and `severities` are replaced whole. What runs goes on by the new steps, and " +
    "ends when the policy is switched off.",
  tag,
  action: "escalation_policy.write",
  params,
  body: EscalationPolicyPatch,
  example: { repeats: 3, hours: { from: "20:00", to: "08:00", timezone: "Europe/Berlin" } },
  responses: { 200: { description: "The changed policy.", schema: EscalationPolicy, example } },
  errors: [404, 409, 412],
});

/** `DELETE /v1/escalation-policies/{id}` */
export const deleteEscalationPolicyEndpoint = endpoint({
  method: "DELETE",
  path: "/v1/escalation-policies/{id}",
  summary: "Delete an escalation policy",
  tag,
  action: "escalation_policy.write",
  params,
  responses: { 204: { description: "Deleted; what ran of it has ended." } },
  errors: [404, 412],
});

/** `GET /v1/escalations` */
export const listEscalationsEndpoint = endpoint({
  method: "GET",
  path: "/v1/escalations",
  summary: "List escalations",
  description: "Runs of policies, newest first: for alerts, and for channels that keep failing.",
  tag,
  action: "escalation.read",
  list: true,
  query: z.strictObject({
    ...pageQuery,
    state: EscalationState.optional(),
    policyId: Id.optional(),
    alertId: Id.optional(),
  }),
  responses: { 200: { description: "Escalations.", schema: listOf(Escalation) } },
});

/** `GET /v1/escalations/{id}` */
export const getEscalationEndpoint = endpoint({
  method: "GET",
  path: "/v1/escalations/{id}",
  summary: "Get an escalation",
  tag,
  action: "escalation.read",
  params,
  responses: { 200: { description: "The escalation.", schema: Escalation, example: run } },
  errors: [404],
});

/** `POST /v1/escalations/{id}/acknowledge` */
export const acknowledgeEscalationEndpoint = endpoint({
  method: "POST",
  path: "/v1/escalations/{id}/acknowledge",
  summary: "Acknowledge an escalation",
  description:
    "Stops it: of a failing channel's the run, of an alert's the alert is acknowledged too. One that has ended stays " +
    "as it ended.",
  tag,
  action: "alert.acknowledge",
  params,
  responses: {
    200: {
      description: "The escalation as it is now.",
      schema: Escalation,
      example: {
        ...run,
        state: "acknowledged" as const,
        nextStep: null,
        nextAt: null,
        nextChannels: [],
        endedAt: "2026-01-15T08:31:13.000Z",
        endedBy: "0197a1b2-8d4e-7950-8b6c-7d8e9f0a1b2c",
      },
    },
  },
  errors: [404],
});
