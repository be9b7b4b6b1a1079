import { z } from "zod";

import { Hours } from "~/domain/channels/channel-options";
import { hoursBegin } from "~/domain/channels/hours";
import type { EndReason } from "~/domain/escalations/end-reason";
import { EscalationStep } from "~/domain/escalations/escalation-policy";
import { nextStep, type Place } from "~/domain/escalations/next-step";
import type { QuietReason } from "~/domain/silences/quiet-reason";
import type { DueRun, FailingChannel, StepChannel } from "./due-run";

/** What is to become of a run that is due. */
export type StepDecision =
  | { kind: "end"; state: "acknowledged" | "exhausted" | "cancelled"; reason: EndReason | null }
  | { kind: "later"; at: Date }
  | StepTaken;

/** A run and what is to become of it. */
export interface DecidedRun {
  run: DueRun;
  decision: StepDecision;
}

/** A step is taken, perhaps without anybody to tell. */
export interface StepTaken {
  kind: "step";
  place: Place;
  /** How many steps the policy has. */
  steps: number;
  /** Who is told. */
  channels: StepChannel[];
  /** Whose turn it would be, and who has the alert already. */
  alreadyTold: StepChannel[];
  /** Why nobody is told. */
  skipped: QuietReason | { kind: "no_channel" } | null;
  /** Until the next step. */
  waitSeconds: number;
}

/**
 * What becomes of a run that is due.
 *
 * The first step leaves out channels that have the alert already: it would be the same message twice within a second. A
 * step without a channel that is on goes on to the next at once, unless none of the policy's has one: then there is
 * nothing to hurry to, and a channel may come back while the steps' times pass.
 *
 * @param channels those that are switched on.
 * @param told ids of the channels that have been told of the alert, or are about to be.
 */
export function decideStep(run: DueRun, channels: readonly StepChannel[], told: ReadonlySet<string>): StepDecision {
  const ended = endOf(run);
  if (ended !== null) return ended;
  // One run that can't be read, such as of hours in a zone that this runtime doesn't know, must not hold up the others.
  const steps = z.array(EscalationStep).safeParse(run.policy.steps).data ?? [];
  const place = nextStep(run, { steps: steps.length, repeats: run.policy.repeats });
  const step = place === null ? undefined : steps[place.step];
  if (place === null || step === undefined) {
    return { kind: "end", state: "exhausted", reason: "exhausted" };
  }
  const begin = hoursBegin(Hours.safeParse(run.policy.hours).data ?? null, run.now);
  if (begin > run.now) return { kind: "later", at: begin };

  // A channel that fails can't be told that it does.
  const usable = channels.filter(({ id }) => id !== run.channel?.id);
  const named = channelsOf(step, usable);
  const isFirst = place.step === 0 && place.round === 0;
  const taken = { kind: "step" as const, place, steps: steps.length, waitSeconds: step.waitSeconds };
  const quiet = run.alert?.quiet ?? null;
  if (quiet !== null) return { ...taken, channels: [], alreadyTold: [], skipped: quiet };
  if (named.length === 0) {
    const isHopeless = steps.every((each) => channelsOf(each, usable).length === 0);
    const waitSeconds = isHopeless ? step.waitSeconds : 0;
    return { ...taken, channels: [], alreadyTold: [], skipped: { kind: "no_channel" }, waitSeconds };
  }
  return {
    ...taken,
    channels: named.filter(({ id }) => !isFirst || !told.has(id)),
    alreadyTold: named.filter(({ id }) => isFirst && told.has(id)),
    skipped: null,
  };
}

function endOf({ alert, channel, policy }: DueRun): StepDecision | null {
  // Normally acknowledging has ended the run; an alert may have been acknowledged before it came to page.
  if (alert?.isAcknowledged === true) return { kind: "end", state: "acknowledged", reason: null };
  const cancelled = (reason: EndReason): StepDecision => ({ kind: "end", state: "cancelled", reason });
  if (alert?.isRuleDeleted === true) return cancelled("rule_deleted");
  if (!policy.enabled) return cancelled("policy_disabled");
  return channel === null ? null : endOfChannel(channel, cancelled);
}

function endOfChannel(channel: FailingChannel, cancelled: (reason: EndReason) => StepDecision): StepDecision | null {
  if (!channel.enabled && !channel.isHeld) return cancelled("switched_off");
  return channel.isFailing ? null : cancelled("recovered");
}

function channelsOf(step: EscalationStep, channels: readonly StepChannel[]): StepChannel[] {
  return channels.filter(({ id, type }) => step.channels.includes(id) || step.channels.includes(type));
}
