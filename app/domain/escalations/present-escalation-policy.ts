import { z } from "zod";

import { Hours } from "~/domain/channels/channel-options";
import type { Prisma } from "~/platform/generated/prisma/client";
import { type EscalationPolicy, EscalationStep } from "./escalation-policy";

/** A policy as the API shows it. */
export function presentEscalationPolicy(row: Prisma.EscalationPolicyGetPayload<object>): EscalationPolicy {
  const { id, name, repeats, severities, onDeliveryFailure, enabled, createdAt, updatedAt } = row;
  return {
    id,
    name,
    steps: z.array(EscalationStep).parse(row.steps),
    repeats,
    hours: Hours.nullable().parse(row.hours),
    severities,
    onDeliveryFailure,
    enabled,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
