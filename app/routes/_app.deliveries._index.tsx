import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { Inbox } from "lucide-react";
import { useEffect } from "react";

import { DeliveryFilters } from "~/components/deliveries/delivery-filters";
import { PERIODS, parseDeliverySearch } from "~/components/deliveries/delivery-search";
import { DeliveryTable } from "~/components/deliveries/delivery-table";
import { RedeliverFailed } from "~/components/deliveries/redeliver-failed";
import { PageBoundary } from "~/components/page-boundary";
import { useRights } from "~/components/rights-context";
import { buttonClass } from "~/components/ui/button-class";
import { EmptyState } from "~/components/ui/empty-state";
import { PageHeader } from "~/components/ui/page-header";
import { Pager } from "~/components/ui/pager";
import { Panel } from "~/components/ui/panel";
import { ShownNotice } from "~/components/ui/shown-notice";
import { useRefresh } from "~/components/use-refresh";
import { listChannels } from "~/domain/channels/list-channels.server";
import { listDeliveries } from "~/domain/deliveries/list-deliveries.server";
import { redeliverFailed } from "~/domain/deliveries/redeliver-failed.server";
import { AppError } from "~/domain/errors";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { listRequest } from "~/web/pages/list-request";
import { orPageError } from "~/web/pages/or-page-error.server";
import { assertSameOrigin } from "~/web/same-origin.server";

/** While messages are on their way the list is read again this often. */
const REFRESH_MS = 3_000;

export const meta: MetaFunction = () => [{ title: "Deliveries · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const user = await requireUser(request, context);
  const search = parseDeliverySearch(new URL(request.url).searchParams);
  const { state, channelId, alertId, within } = search;
  const period = PERIODS[within];
  const filter = {
    state: state === "" ? undefined : state,
    channelId: channelId || undefined,
    alertId: alertId || undefined,
    since: period === undefined ? undefined : new Date(Date.now() - period.ms),
  };
  const [page, channels] = await orPageError(
    Promise.all([
      listDeliveries(context.ctx, { ...listRequest(request).part, filter, role: user.role }),
      listChannels(context.ctx, { limit: 100 }),
    ]),
  );
  return {
    deliveries: page.data,
    total: page.total,
    nextCursor: page.nextCursor,
    search,
    channels: channels.data.map(({ id, name, enabled }) => ({ id, name, enabled })),
  };
}

/** Sends again what failed within the form's `within`, on its `channelId`. */
export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "delivery.redeliver");
  const form = new URLSearchParams([...(await request.formData())].map(([name, value]) => [name, String(value)]));
  const { channelId, within } = parseDeliverySearch(form);
  const period = PERIODS[within];
  const said = (done: boolean, text: string) => ({ done, text, key: context.requestId });
  if (period === undefined) return data(said(false, "Choose since when."), { status: 400 });
  try {
    const { queued } = await redeliverFailed(context.ctx, {
      actor: actorOf(user, context),
      channelId: channelId || undefined,
      since: new Date(Date.now() - period.ms),
    });
    return said(true, queued === 0 ? `Nothing failed in the last ${period.words}.` : onTheirWay(queued));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return data(said(false, error.message), { status: 409 });
  }
}

function onTheirWay(count: number): string {
  return count === 1
    ? "One message is on its way again."
    : `${count.toLocaleString("en-US")} messages are on their way again.`;
}

export default function DeliveriesPage() {
  const { deliveries, total, nextCursor, search, channels } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { edit } = useRights();
  const refresh = useRefresh();
  const isMoving = deliveries.some(
    ({ state, waitsFor }) => state === "sending" || (state === "queued" && waitsFor !== "quiet_hours"),
  );
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") refresh();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [isMoving, refresh]);
  const isFiltered = Object.values(search).some((value) => value !== "");
  return (
    <>
      <PageHeader title="Deliveries">
        Every message to every channel, with each attempt.{" "}
        {total > 10_000 ? "More than 10,000" : total.toLocaleString("en-US")} {isFiltered ? "match" : "in all"}.
      </PageHeader>
      {answer === undefined ? null : (
        <div className="mb-3">
          <ShownNotice key={answer.key} look={answer.done ? "good" : "bad"}>
            {answer.text}
          </ShownNotice>
        </div>
      )}
      <DeliveryFilters search={search} channels={channels} />
      {edit && (search.state === "failed" || deliveries.some(({ state }) => state === "failed")) ? (
        <Panel className="mb-3">
          <RedeliverFailed channels={channels.filter(({ enabled }) => enabled)} channelId={search.channelId} />
        </Panel>
      ) : null}
      <Panel flush>
        {deliveries.length === 0 ? <Nothing isFiltered={isFiltered} /> : <DeliveryTable deliveries={deliveries} />}
      </Panel>
      <Pager nextCursor={nextCursor} />
    </>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <EmptyState
        icon={Inbox}
        title="No delivery is like this"
        action={
          <Link to={paths.deliveries()} className={buttonClass()}>
            Show all
          </Link>
        }
      >
        Nothing was sent that fits what you chose.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Inbox}
      title="Nothing was sent yet"
      action={
        <Link to={paths.channels()} className={buttonClass("primary")}>
          Test a channel
        </Link>
      }
    >
      As soon as a rule fires, each message to its channels is listed here, with what was sent and what came back.
    </EmptyState>
  );
}

export { PageBoundary as ErrorBoundary };
