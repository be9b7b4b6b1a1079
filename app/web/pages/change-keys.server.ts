import type { SubmissionResult } from "@conform-to/react";
import { type AppLoadContext, data } from "@remix-run/node";
import { z } from "zod";

import { NewApiKey } from "~/domain/api-keys/api-key";
import { createApiKey } from "~/domain/api-keys/create-api-key.server";
import { revokeApiKey } from "~/domain/api-keys/revoke-api-key.server";
import { AppError } from "~/domain/errors";
import type { SessionUser } from "~/domain/users/find-session-user.server";
import { Role } from "~/domain/users/role";
import { paths } from "~/paths";
import { actorOf } from "~/web/auth.server";
import { orConfirm } from "./or-confirm.server";
import { requireId } from "./require-id";
import { submitForm } from "./submit-form.server";

/** A form sends text; what it must be is for `NewApiKey`. */
const KeyForm = z.object({
  name: NewApiKey.shape.name,
  role: Role,
  expiresIn: z.coerce.number().pipe(NewApiKey.shape.expiresIn),
});

/** What the page of one's keys is answered to one of its forms; `at` (Unix time, ms) tells answers apart. */
type KeysAnswer = { at: number } & (
  | { kind: "made"; made: { name: string; key: string } }
  | { kind: "revoked" }
  | { kind: "refused"; lastResult: SubmissionResult<string[]> }
  | { kind: "failed"; message: string }
);

interface Change {
  user: SessionUser;
  formData: FormData;
  context: AppLoadContext;
}

/**
 * Makes or revokes a key.
 *
 * @throws Response to where the user proves anew who they are, when that was too long ago, and with what was typed.
 */
export async function changeKeys({ user, formData, context }: Change) {
  const actor = actorOf(user, context);
  const at = Date.now();
  if (formData.get("intent") === "revoke") {
    try {
      await revokeApiKey(context.ctx, { actor, id: requireId(String(formData.get("keyId") ?? "")) });
      return data<KeysAnswer>({ at, kind: "revoked" });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return data<KeysAnswer>({ at, kind: "failed", message: error.message }, { status: 404 });
    }
  }
  const back = `${paths.apiKeys()}?${typedIn(formData)}`;
  const outcome = await submitForm({
    formData,
    schema: KeyForm,
    operate: (input) => orConfirm(createApiKey(context.ctx, { actor, input }), back),
  });
  if (!outcome.done) return data<KeysAnswer>({ at, kind: "refused", lastResult: outcome.lastResult }, { status: 400 });
  const { apiKey, key } = outcome.value;
  return data<KeysAnswer>({ at, kind: "made", made: { name: apiKey.name, key } });
}

/** The fields as a query, so that they are filled in again after the way there and back. */
function typedIn(formData: FormData): URLSearchParams {
  const fields = ["name", "role", "expiresIn"] as const;
  return new URLSearchParams(fields.map((name) => [name, String(formData.get(name) ?? "").slice(0, 100)]));
}
