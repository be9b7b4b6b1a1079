import type { Context } from "~/platform/context.server";
import type { Configuration } from "./configuration";
import type { KnownObjects } from "./known-objects";
import { addressListSteps } from "./steps/address-list-steps.server";
import { channelSteps } from "./steps/channel-steps.server";
import { networkSteps } from "./steps/network-steps.server";
import { policySteps } from "./steps/policy-steps.server";
import { ruleSteps } from "./steps/rule-steps.server";
import { silenceSteps } from "./steps/silence-steps.server";
import type { Draft } from "./steps/step";
import { watchlistSteps } from "./steps/watchlist-steps.server";

/** Every step of an import: what is made and changed first what others refer to, what is deleted the other way round. */
export async function draftSteps(
  ctx: Pick<Context, "secrets">,
  { input, known, prune }: { input: Configuration; known: KnownObjects; prune: boolean },
): Promise<Draft> {
  const drafts = [
    networkSteps(ctx, input, known),
    await addressListSteps(input, known, prune),
    watchlistSteps(input, known, prune),
    channelSteps(input, known),
    policySteps(input, known, prune),
    ruleSteps(input, known, prune),
    silenceSteps(input, known, prune),
  ];
  const steps = drafts.flatMap((draft) => draft.steps);
  const isDeletion = ({ change }: Draft["steps"][number]) => change.action === "delete";
  return {
    steps: [...steps.filter((step) => !isDeletion(step)), ...steps.filter(isDeletion).reverse()],
    errors: drafts.flatMap(({ errors }) => errors),
    notes: drafts.flatMap(({ notes }) => notes),
  };
}
