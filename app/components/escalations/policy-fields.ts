import type { useForm } from "@conform-to/react";

import type { ChannelType } from "~/domain/channels/channel";
import type { EscalationPolicy } from "~/domain/escalations/escalation-policy";

/** A step as the browser sends it. */
export interface StepFieldValues {
  channels?: string[] | undefined;
  /** Minutes, with decimals where it must be. */
  waitMinutes?: string | undefined;
}

/** The form's fields as the browser sends them. */
export interface PolicyFields {
  name?: string | undefined;
  steps?: StepFieldValues[] | undefined;
  repeats?: string | undefined;
  /** Only within hours. */
  isBound?: boolean | undefined;
  from?: string | undefined;
  to?: string | undefined;
  timezone?: string | undefined;
  days?: string[] | undefined;
  severities?: string[] | undefined;
  onDeliveryFailure?: boolean | undefined;
  enabled?: boolean | undefined;
}

/** The form itself. */
export type PolicyFormMeta = ReturnType<typeof useForm<PolicyFields>>[0];

/** A channel that a step may tell. */
export interface ChannelOption {
  id: string;
  name: string;
  type: ChannelType;
  enabled: boolean;
}

/** What the form begins with. */
export function policyFieldsOf(policy: EscalationPolicy | null): PolicyFields {
  const { hours } = policy ?? { hours: null };
  return {
    name: policy?.name,
    steps: policy?.steps.map(({ channels, waitSeconds }) => ({ channels, waitMinutes: String(waitSeconds / 60) })) ?? [
      { channels: [], waitMinutes: "5" },
    ],
    repeats: String(policy?.repeats ?? 0),
    isBound: hours !== null,
    from: hours?.from ?? "20:00",
    to: hours?.to ?? "08:00",
    timezone: hours?.timezone ?? "UTC",
    days: (hours?.days ?? []).map(String),
    severities: policy?.severities ?? [],
    onDeliveryFailure: policy?.onDeliveryFailure ?? false,
    enabled: policy?.enabled ?? true,
  };
}
