import type { DeliveryData, DeliveryPurpose } from "~/domain/deliveries/delivery-purpose";
import type { DecidedRun } from "./decide-step";

interface StepDelivery {
  alert_id: string | null;
  channel_id: string;
  purpose: DeliveryPurpose;
  /** Of a run's step, so that no step is told twice. */
  revision: number;
  group_key: string | null;
  wait_s: number;
  data: DeliveryData;
}

/** How long a burst is waited for, seconds. */
const BURST_WAIT_SECONDS = 2;
/** Each alert is an incident of its own there, or the message has room for one. */
const UNGROUPED_TYPES = new Set(["pagerduty", "webhook"]);

/** The deliveries of all steps that are taken: where a step is due for many alerts at once, they become one message. */
export function deliveriesOf(decided: readonly DecidedRun[]): StepDelivery[] {
  const keys = decided.map(keyOf);
  return decided.flatMap(({ run, decision }, index) => {
    if (decision.kind !== "step") return [];
    const { place, steps } = decision;
    const key = keys[index] ?? null;
    const isBurst = run.alert !== null && key !== null && keys.indexOf(key) !== keys.lastIndexOf(key);
    const data: DeliveryData = {
      escalation: { id: run.id, policyName: run.policy.name, step: place.step + 1, steps, round: place.round + 1 },
      ...(run.channel === null ? {} : { failure: failureOf(run.channel) }),
    };
    return decision.channels.map(({ id, type }) => ({
      alert_id: run.alert?.id ?? null,
      channel_id: id,
      purpose: run.alert === null ? "channel.failing" : "alert.escalated",
      revision: place.round * 100 + place.step + 1,
      group_key: isBurst && !UNGROUPED_TYPES.has(type) ? key : null,
      wait_s: BURST_WAIT_SECONDS,
      data,
    }));
  });
}

function keyOf({ run, decision }: DecidedRun): string | null {
  if (decision.kind !== "step" || run.alert === null) return null;
  return `escalation:${run.policy.id}:${decision.place.round}:${decision.place.step}`;
}

function failureOf({
  id,
  name,
  type,
  lastError,
}: {
  id: string;
  name: string;
  type: string;
  lastError: string | null;
}) {
  return { channelId: id, channelName: name, channelType: type, reason: lastError ?? "It keeps failing." };
}
