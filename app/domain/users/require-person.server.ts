import type { Actor } from "~/domain/audit/actor";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { requireRecentSignIn } from "./require-recent-sign-in.server";

/**
 * Asks that a person does this who has proved lately who they are. For what lets somebody in with rights that would stay
 * when the sign-in or the key that gave them is long gone: an admin, another's password.
 *
 * @throws AppError `forbidden` (`not_for_api_keys`, `reauthentication_required`).
 */
export async function requirePerson(ctx: Context, { actor }: { actor: Actor }): Promise<void> {
  if (actor.apiKeyId !== undefined) {
    throw new AppError("forbidden", "Admins are made, and passwords set, by people: an API key may do neither.", {
      slug: "not_for_api_keys",
    });
  }
  await requireRecentSignIn(ctx, { actor });
}
