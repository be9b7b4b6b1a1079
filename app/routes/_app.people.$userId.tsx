import {
  type ActionFunctionArgs,
  type AppLoadContext,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";

import { AuditList } from "~/components/audit/audit-list";
import { HostileText } from "~/components/hostile-text";
import { PageBoundary } from "~/components/page-boundary";
import { PersonAccess } from "~/components/people/person-access";
import { PersonForm } from "~/components/people/person-form";
import { TimeAgo } from "~/components/time-ago";
import { PageHeader } from "~/components/ui/page-header";
import { Panel } from "~/components/ui/panel";
import { ShownNotice } from "~/components/ui/shown-notice";
import type { Actor } from "~/domain/audit/actor";
import { listAuditEntries } from "~/domain/audit/list-audit-entries.server";
import { AppError } from "~/domain/errors";
import { disableTotp } from "~/domain/factors/disable-totp.server";
import { endOtherSessions } from "~/domain/sessions/end-other-sessions.server";
import { listSessions } from "~/domain/sessions/list-sessions.server";
import { deleteUser } from "~/domain/users/delete-user.server";
import { getUser } from "~/domain/users/get-user.server";
import { updateUser } from "~/domain/users/update-user.server";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { orConfirm } from "~/web/pages/or-confirm.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { PersonForm as PersonFormSchema } from "~/web/pages/person-form-schema";
import { requireId } from "~/web/pages/require-id";
import { submitForm } from "~/web/pages/submit-form.server";
import { assertSameOrigin } from "~/web/same-origin.server";

const ENTRIES = 10;

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.person.name ?? "Person"} · Sentinel` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const user = await requireUser(request, context, "user.read");
  const { ctx } = context;
  const id = requireId(params.userId);
  const [person, sessions, entries] = await orPageError(
    Promise.all([
      getUser(ctx, { id }),
      listSessions(ctx, { userId: id }),
      listAuditEntries(ctx, { limit: ENTRIES, actorId: id }),
    ]),
  );
  return { person, sessions, entries: entries.data, isSelf: user.id === id };
}

/** Saves the form, or does what a button says. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "user.write");
  const id = requireId(params.userId);
  const actor = actorOf(user, context);
  const formData = await request.formData();
  const intent = String(formData.get("intent") ?? "");
  const said = (done: boolean, text: string) => ({ done, text, key: context.requestId, lastResult: undefined });
  try {
    if (intent === "save") {
      const operate = (input: { name: string; role: "viewer" | "analyst" | "admin" }) =>
        orConfirm(updateUser(context.ctx, { actor, id, input }), paths.person(id));
      const outcome = await submitForm({ formData, schema: PersonFormSchema, operate });
      if (outcome.done) return said(true, "Saved.");
      return data({ ...said(false, ""), lastResult: outcome.lastResult }, { status: 400 });
    }
    const text = await press(context, { actor, id, intent });
    return intent === "delete" ? redirect(paths.people()) : said(true, text);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.slug === "reauthentication_required") return redirect(paths.confirmIdentity(paths.person(id)));
    return data(said(false, error.message), { status: error.code === "not_found" ? 404 : 409 });
  }
}

async function press({ ctx }: AppLoadContext, { actor, id, intent }: { actor: Actor; id: string; intent: string }) {
  if (intent === "end-sessions") {
    const own = actor.userId === id && actor.sessionId !== undefined ? { exceptId: actor.sessionId } : {};
    await endOtherSessions(ctx, { actor, userId: id, ...own });
    return "Signed out everywhere.";
  }
  if (intent === "reset-totp") {
    await disableTotp(ctx, { actor, userId: id });
    return "Two-factor is off.";
  }
  if (intent === "disable" || intent === "enable") {
    await updateUser(ctx, { actor, id, input: { disabled: intent === "disable" } });
    return intent === "disable" ? "Disabled." : "Enabled: they can sign in again.";
  }
  if (intent === "delete") {
    await deleteUser(ctx, { actor, id });
    return "Removed.";
  }
  throw new AppError("invalid_input", "There is no such button.");
}

export default function PersonPage() {
  const { person, sessions, entries, isSelf } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHeader title={<HostileText text={person.name} max={120} />}>
        <HostileText text={person.email} max={254} /> · {isSelf ? "this is you · " : ""}here since{" "}
        <TimeAgo at={person.createdAt} />
        {person.lastSignInAt === null ? " · never signed in" : null}
      </PageHeader>
      {answer === undefined || answer.text === "" ? null : (
        <div className="mb-3">
          <ShownNotice key={answer.key} look={answer.done ? "good" : "bad"}>
            {answer.text}
          </ShownNotice>
        </div>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Panel title="Name and role">
          <PersonForm key={`${person.name} ${person.role}`} person={person} lastResult={answer?.lastResult} />
        </Panel>
        <Panel title="Access">
          <PersonAccess person={person} sessions={sessions} />
        </Panel>
      </div>
      <Panel
        title="What they did last"
        flush
        className="mt-4"
        aside={
          <Link to={paths.audit(`actorId=${person.id}`)} className="text-accent hover:underline">
            All of it
          </Link>
        }
      >
        {entries.length === 0 ? (
          <p className="p-4 text-sm text-muted">Nothing that the audit log knows of.</p>
        ) : (
          <AuditList entries={entries} />
        )}
      </Panel>
    </>
  );
}

export { PageBoundary as ErrorBoundary };
