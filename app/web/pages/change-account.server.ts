import { type AppLoadContext, data } from "@remix-run/node";
import { z } from "zod";

import type { AccountAnswer } from "~/components/account/account-answer";
import { createLinkCode } from "~/domain/chats/create-link-code.server";
import { deleteChatLink } from "~/domain/chats/delete-chat-link.server";
import { listChatLinks } from "~/domain/chats/list-chat-links.server";
import { AppError } from "~/domain/errors";
import { endOtherSessions } from "~/domain/sessions/end-other-sessions.server";
import { endSession } from "~/domain/sessions/end-session.server";
import { changePassword } from "~/domain/users/change-password.server";
import type { SessionUser } from "~/domain/users/find-session-user.server";
import { updateUser } from "~/domain/users/update-user.server";
import { Password, PersonName } from "~/domain/users/user";
import { actorOf, reissueSession } from "~/web/auth.server";
import { requireId } from "./require-id";
import { submitForm } from "./submit-form.server";
import { withoutFields } from "./without-fields";

const Profile = z.object({ name: PersonName });
const PasswordChange = z.object({ currentPassword: Password, newPassword: Password });

interface Change {
  user: SessionUser;
  formData: FormData;
  context: AppLoadContext;
}

/** An answer as it is made; when, is added where it is sent. */
type Undated<T> = T extends unknown ? Omit<T, "at"> : never;
interface Outcome {
  answer: Undated<AccountAnswer>;
  status?: number;
  headers?: HeadersInit;
}

/** Does what a form of one's account page asks for: rename, change the password, end sessions, link a chat account. */
export async function changeAccount(change: Change) {
  const { answer, status = 200, headers = {} } = await outcomeOf(change);
  return data<AccountAnswer>({ ...answer, at: Date.now() }, { status, headers });
}

async function outcomeOf(change: Change): Promise<Outcome> {
  const intent = change.formData.get("intent");
  try {
    if (intent === "rename") return await rename(change);
    if (intent === "password") return await password(change);
    if (intent === "end" || intent === "end-others") return await endSessions(change, intent);
    if (intent === "link" || intent === "unlink") return await chat(change, intent);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const status = error.code === "not_found" ? 404 : error.code === "rate_limited" ? 429 : 409;
    if (intent === "link" || intent === "unlink") {
      return { answer: { kind: "chat", chat: { error: error.message } }, status };
    }
    return { answer: { kind: "failed", message: error.message }, status };
  }
  throw new Response("This form is not one of the page's.", { status: 400 });
}

async function rename({ user, formData, context }: Change): Promise<Outcome> {
  const outcome = await submitForm({
    formData,
    schema: Profile,
    // Only the name: the role and the address of a person are not theirs to change.
    operate: ({ name }) => updateUser(context.ctx, { actor: actorOf(user, context), id: user.id, input: { name } }),
  });
  if (outcome.done) return { answer: { kind: "renamed" } };
  return { answer: { kind: "refused", form: "profile", lastResult: outcome.lastResult }, status: 400 };
}

async function password({ user, formData, context }: Change): Promise<Outcome> {
  const outcome = await submitForm({
    formData,
    schema: PasswordChange,
    operate: (typed) => changePassword(context.ctx, { actor: actorOf(user, context), ...typed }),
  });
  if (!outcome.done) {
    const lastResult = withoutFields(outcome.lastResult, ["currentPassword", "newPassword"]);
    return { answer: { kind: "refused", form: "password", lastResult }, status: 400 };
  }
  return { answer: { kind: "password-changed" }, headers: { ...(await reissueSession(user, context)) } };
}

async function endSessions({ user, formData, context }: Change, intent: "end" | "end-others"): Promise<Outcome> {
  const { ctx } = context;
  const actor = actorOf(user, context);
  if (intent === "end-others") {
    const count = await endOtherSessions(ctx, { actor, userId: user.id, exceptId: user.sessionId });
    return { answer: { kind: "sessions-ended", count } };
  }
  await endSession(ctx, { actor, sessionId: requireId(String(formData.get("sessionId") ?? "")) });
  return { answer: { kind: "sessions-ended", count: 1 } };
}

async function chat({ user, formData, context }: Change, intent: "link" | "unlink"): Promise<Outcome> {
  const { ctx } = context;
  const actor = actorOf(user, context);
  if (intent === "link") {
    return { answer: { kind: "chat", chat: { code: await createLinkCode(ctx, { actor, provider: "telegram" }) } } };
  }
  const id = requireId(String(formData.get("linkId") ?? ""));
  const link = (await listChatLinks(ctx, { userId: user.id })).find((each) => each.id === id);
  await deleteChatLink(ctx, { actor, id });
  return { answer: { kind: "chat", chat: { unlinked: link?.name ?? "The account" } } };
}
