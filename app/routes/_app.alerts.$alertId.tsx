import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { AlertPage } from "~/components/alerts/alert-page";
import type { CommentAnswer } from "~/components/alerts/comment-form";
import { PageBoundary } from "~/components/page-boundary";
import { acknowledgeAlert } from "~/domain/alerts/acknowledge-alert.server";
import { getAlert } from "~/domain/alerts/get-alert.server";
import { getAlertFacts } from "~/domain/alerts/get-alert-facts.server";
import { listAlertEvents } from "~/domain/alerts/list-alert-events.server";
import { responseOrReason } from "~/domain/alerts/response-or-reason.server";
import { NewComment } from "~/domain/comments/alert-comment";
import { createComment } from "~/domain/comments/create-comment.server";
import { listComments } from "~/domain/comments/list-comments.server";
import { listAlertDeliveries } from "~/domain/deliveries/list-alert-deliveries.server";
import { findAlertEscalation } from "~/domain/escalations/find-alert-escalation.server";
import { visibleText } from "~/domain/transactions/visible-text";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { requireId } from "~/web/pages/require-id";
import { streamStart } from "~/web/pages/stream-start.server";
import { assertSameOrigin } from "~/web/same-origin.server";

const MAX_NOTE_CHARACTERS = 2000;
const SHOWN_COMMENTS = 100;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${visibleText(data.alert.title, 80)} · Sentinel` : "Alert · Sentinel" },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  const { ctx } = context;
  const id = requireId(params.alertId);
  const after = await orPageError(streamStart(ctx));
  const [alert, facts, timeline, deliveries, comments, escalation, prepared] = await orPageError(
    Promise.all([
      getAlert(ctx, { id }),
      getAlertFacts(ctx, { id }),
      listAlertEvents(ctx, { alertId: id }),
      listAlertDeliveries(ctx, { alertId: id }),
      listComments(ctx, { alertId: id, limit: SHOWN_COMMENTS }),
      findAlertEscalation(ctx, { alertId: id }),
      responseOrReason(ctx, { alertId: id }),
    ]),
  );
  return { alert, facts, timeline, deliveries, comments, escalation, prepared, after };
}

/** Acknowledges the alert with the form's `note`, or, by its `intent`, adds its `body` to the comments. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const id = requireId(params.alertId);
  const form = await request.formData();
  if (form.get("intent") === "comment") return comment(form, { request, context, id });
  const user = await requireUser(request, context, "alert.acknowledge");
  const note = String(form.get("note") ?? "");
  if (note.length > MAX_NOTE_CHARACTERS) return { error: "The note is longer than 2,000 characters." };
  await orPageError(acknowledgeAlert(context.ctx, { actor: actorOf(user, context), id, note }));
  return { error: null };
}

async function comment(
  form: FormData,
  { request, context, id }: Pick<ActionFunctionArgs, "request" | "context"> & { id: string },
): Promise<Response | CommentAnswer> {
  const user = await requireUser(request, context, "comment.write");
  const typed = String(form.get("body") ?? "").replaceAll("\r\n", "\n");
  const parsed = NewComment.safeParse({ body: typed });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { intent: "comment", error: `The comment ${issue?.message ?? "is not valid"}.`, typed };
  }
  await orPageError(createComment(context.ctx, { actor: actorOf(user, context), alertId: id, input: parsed.data }));
  // Without scripts the page is loaded anew, and loading it once more must not send the comment once more.
  if (form.get("by") !== "script") return redirect(`${paths.alert(id)}#comments`);
  return { intent: "comment", error: null, typed: "" };
}

export default function AlertRoute() {
  return <AlertPage {...useLoaderData<typeof loader>()} />;
}

export { PageBoundary as ErrorBoundary };
