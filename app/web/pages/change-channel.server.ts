import type { SubmissionResult } from "@conform-to/react";

import type { TestAnswer } from "~/components/channels/test-button";
import type { Actor } from "~/domain/audit/actor";
import { ChannelPatch } from "~/domain/channels/channel-input";
import { rotateSecret } from "~/domain/channels/rotate-secret.server";
import { updateChannel } from "~/domain/channels/update-channel.server";
import { testChannel } from "~/domain/deliveries/test-channel.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { ChannelForm, channelFieldOf } from "./channel-form-schema";
import { checkedBy } from "./checked-by";
import { type PreviewedForm, previewChannelForm } from "./preview-channel-form.server";
import { submitForm } from "./submit-form.server";

/** What a channel's page is answered to one of its buttons. */
export type ChannelAnswer =
  | { kind: "saved" }
  | { kind: "refused"; lastResult: SubmissionResult<string[]> }
  | { kind: "enabled" }
  | { kind: "rotated"; secret: string }
  | { kind: "failed"; message: string }
  | { kind: "tested"; test: TestAnswer }
  | ({ kind: "previewed" } & PreviewedForm);

/** Does what a button of a channel's page asks for: preview, test, switch on, rotate the secret, else save. */
export async function changeChannel(
  ctx: Context,
  { actor, id, formData }: { actor: Actor; id: string; formData: FormData },
): Promise<ChannelAnswer> {
  switch (formData.get("intent")) {
    case "preview":
      return { kind: "previewed", ...(await previewChannelForm(ctx, formData)) };
    case "test":
      return { kind: "tested", test: await test(ctx, actor, id) };
    case "enable":
      return orFailed(async () => {
        await updateChannel(ctx, { actor, id, patch: { enabled: true } });
        return { kind: "enabled" };
      });
    case "rotate":
      return orFailed(async () => {
        const { secret } = await rotateSecret(ctx, { actor, id });
        return { kind: "rotated", secret };
      });
    default: {
      const outcome = await submitForm({
        formData,
        schema: ChannelForm,
        fieldOf: channelFieldOf,
        operate: (patch) => updateChannel(ctx, { actor, id, patch: checkedBy(ChannelPatch, patch) }),
      });
      return outcome.done ? { kind: "saved" } : { kind: "refused", lastResult: outcome.lastResult };
    }
  }
}

async function test(ctx: Context, actor: Actor, channelId: string): Promise<TestAnswer> {
  try {
    const { warning } = await testChannel(ctx, { actor, channelId });
    return { ok: true, message: warning ?? "Accepted. The test message has arrived." };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ok: false, message: error.message };
  }
}

async function orFailed(operate: () => Promise<ChannelAnswer>): Promise<ChannelAnswer> {
  try {
    return await operate();
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "not_found") throw error;
    return { kind: "failed", message: error.message };
  }
}
