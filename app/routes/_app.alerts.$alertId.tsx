import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { AlertPage } from "~/components/alerts/alert-page";
import { PageBoundary } from "~/components/page-boundary";
import { acknowledgeAlert } from "~/domain/alerts/acknowledge-alert.server";
import { getAlert } from "~/domain/alerts/get-alert.server";
import { getAlertFacts } from "~/domain/alerts/get-alert-facts.server";
import { listAlertEvents } from "~/domain/alerts/list-alert-events.server";
import { responseOrReason } from "~/domain/alerts/response-or-reason.server";
import { listAlertDeliveries } from "~/domain/deliveries/list-alert-deliveries.server";
import { findAlertEscalation } from "~/domain/escalations/find-alert-escalation.server";
import { visibleText } from "~/domain/transactions/visible-text";
import { actorOf, requireUser } from "~/web/auth.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { requireId } from "~/web/pages/require-id";
import { streamStart } from "~/web/pages/stream-start.server";
import { assertSameOrigin } from "~/web/same-origin.server";

const MAX_NOTE_CHARACTERS = 2000;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${visibleText(data.alert.title, 80)} · Sentinel` : "Alert · Sentinel" },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  const { ctx } = context;
  const id = requireId(params.alertId);
  const after = await orPageError(streamStart(ctx));
  const [alert, facts, timeline, deliveries, escalation, prepared] = await orPageError(
    Promise.all([
      getAlert(ctx, { id }),
      getAlertFacts(ctx, { id }),
      listAlertEvents(ctx, { alertId: id }),
      listAlertDeliveries(ctx, { alertId: id }),
      findAlertEscalation(ctx, { alertId: id }),
      responseOrReason(ctx, { alertId: id }),
    ]),
  );
  return { alert, facts, timeline, deliveries, escalation, prepared, after };
}

/** Acknowledges the alert with the form's `note`. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "alert.acknowledge");
  const id = requireId(params.alertId);
  const note = String((await request.formData()).get("note") ?? "");
  if (note.length > MAX_NOTE_CHARACTERS) return { error: "The note is longer than 2,000 characters." };
  await orPageError(acknowledgeAlert(context.ctx, { actor: actorOf(user, context), id, note }));
  return { error: null };
}

export default function AlertRoute() {
  return <AlertPage {...useLoaderData<typeof loader>()} />;
}

export { PageBoundary as ErrorBoundary };
