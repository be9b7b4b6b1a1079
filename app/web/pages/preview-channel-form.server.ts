import type { SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";

import type { PreviewAnswer } from "~/components/channels/use-preview";
import { AppError } from "~/domain/errors";
import { previewMessage } from "~/domain/messages/preview-message.server";
import { PreviewRequest } from "~/domain/messages/preview-request";
import type { Context } from "~/platform/context.server";
import { fieldErrors } from "~/web/api/field-errors";
import { PreviewForm } from "./channel-form-schema";

/** What a page with a channel's form is answered to its Preview button. */
export interface PreviewedForm {
  preview: PreviewAnswer;
  /** What the form was sent with: without scripts it would be empty again. */
  lastResult: SubmissionResult<string[]>;
}

/** Renders an example with the templates as they stand in a channel's form, or says what is wrong with them. */
export async function previewChannelForm(ctx: Context, formData: FormData): Promise<PreviewedForm> {
  formData.delete("intent");
  const submission = parseWithZod(formData, { schema: PreviewForm });
  const lastResult = submission.reply();
  if (submission.status !== "success") return { preview: { ok: false, errors: [UNREADABLE] }, lastResult };
  const request = PreviewRequest.safeParse(submission.value);
  if (!request.success) {
    return { preview: { ok: false, errors: fieldErrors(request.error, submission.value, "body") }, lastResult };
  }
  try {
    return { preview: { ok: true, preview: await previewMessage(ctx, request.data) }, lastResult };
  } catch (error) {
    if (error instanceof AppError) return { preview: { ok: false, errors: error.errors }, lastResult };
    throw error;
  }
}

const UNREADABLE = { pointer: "", detail: "The form cannot be read.", code: "invalid_form" };
