import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";

import { AttemptView } from "~/components/deliveries/attempt-view";
import { DeliveryFacts } from "~/components/deliveries/delivery-facts";
import { outcomeWords, purposeWords, untriedWords } from "~/components/deliveries/delivery-words";
import { RedeliverButton } from "~/components/deliveries/redeliver-button";
import { HostileText } from "~/components/hostile-text";
import { PageBoundary } from "~/components/page-boundary";
import { useRights } from "~/components/rights-context";
import { Notice } from "~/components/ui/notice";
import { PageHeader } from "~/components/ui/page-header";
import { Panel } from "~/components/ui/panel";
import { useRefresh } from "~/components/use-refresh";
import { getDelivery } from "~/domain/deliveries/get-delivery.server";
import { redeliverDelivery } from "~/domain/deliveries/redeliver-delivery.server";
import { AppError } from "~/domain/errors";
import { visibleText } from "~/domain/transactions/visible-text";
import { actorOf, requireUser } from "~/web/auth.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { requireId } from "~/web/pages/require-id";
import { assertSameOrigin } from "~/web/same-origin.server";

const REFRESH_MS = 1_500;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data ? visibleText(`Delivery to ${data.delivery.channelName}`, 80) : "Delivery"} · Sentinel` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const user = await requireUser(request, context);
  const id = requireId(params.deliveryId);
  return { delivery: await orPageError(getDelivery(context.ctx, { id, role: user.role })) };
}

/** Sends it again. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "delivery.redeliver");
  const id = requireId(params.deliveryId);
  try {
    await redeliverDelivery(context.ctx, { actor: actorOf(user, context), id });
    return { error: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "conflict") return orPageError(Promise.reject(error));
    return data({ error: error.message }, { status: 409 });
  }
}

export default function DeliveryPage() {
  const { delivery } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { edit } = useRights();
  const refresh = useRefresh();
  const isMoving = delivery.state === "queued" || delivery.state === "sending";
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") refresh();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [isMoving, refresh]);
  const attempts = delivery.attempts.map((attempt, index) => ({
    attempt,
    words: outcomeWords(attempt, index, delivery),
  }));
  return (
    <>
      <PageHeader
        title={
          <>
            Delivery to <HostileText text={delivery.channelName} max={60} />
          </>
        }
        actions={<RedeliverButton delivery={delivery} />}
      >
        <HostileText text={delivery.alertTitle ?? purposeWords(delivery)} max={160} />
      </PageHeader>
      {answer?.error == null ? null : (
        <Notice look="bad" live className="mb-3">
          {answer.error}
        </Notice>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <Panel title="About it" className="lg:col-start-2">
          <DeliveryFacts delivery={delivery} />
        </Panel>
        <Panel title="Attempts" flush className="lg:col-start-1 lg:row-start-1">
          {attempts.length === 0 ? (
            <p className="px-4 py-5 text-sm text-muted">{untriedWords(delivery)}</p>
          ) : (
            <ol className="divide-y divide-line">
              {attempts.toReversed().map(({ attempt, words }, index) => (
                <li key={attempt.number}>
                  <AttemptView attempt={attempt} words={words} open={index === 0} mayRead={edit} />
                </li>
              ))}
            </ol>
          )}
        </Panel>
      </div>
    </>
  );
}

export { PageBoundary as ErrorBoundary };
