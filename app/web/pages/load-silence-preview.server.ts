import { parseWithZod } from "@conform-to/zod/v4";

import type { SilenceFields } from "~/components/silences/silence-fields";
import { AppError } from "~/domain/errors";
import { previewSilence } from "~/domain/silences/preview-silence.server";
import type { SilencePreview } from "~/domain/silences/silence-preview";
import type { Context } from "~/platform/context.server";
import { SilenceMatchersForm } from "./silence-form-schema";

/**
 * What a silence of these fields would have hidden; null while they name nothing that there is. What is wrong with them
 * is told when it is saved.
 */
export async function loadSilencePreview(ctx: Context, fields: SilenceFields): Promise<SilencePreview | null> {
  const given = Object.entries(fields).filter(([, value]) => typeof value === "string");
  const parsed = parseWithZod(new URLSearchParams(given as [string, string][]), { schema: SilenceMatchersForm });
  if (parsed.status !== "success") return null;
  try {
    return await previewSilence(ctx, { matchers: parsed.value });
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid_input") return null;
    throw error;
  }
}
