import { useCallback, useEffect, useState } from "react";
import { EscalationState } from "~/components/escalations/escalation-state";
import { Panel } from "~/components/ui/panel";
import { useRefresh } from "~/components/use-refresh";
import type { Alert } from "~/domain/alerts/alert";
import type { AlertFacts } from "~/domain/alerts/alert-facts";
import type { PreparedResponse } from "~/domain/alerts/prepared-response";
import type { TimelineEvent } from "~/domain/alerts/timeline-event";
import type { AlertComment } from "~/domain/comments/alert-comment";
import type { Delivery } from "~/domain/deliveries/delivery";
import type { Escalation } from "~/domain/escalations/escalation";
import { AcknowledgeForm } from "./acknowledge-form";
import { AlertHead } from "./alert-head";
import { AlertTimeline } from "./alert-timeline";
import { CallPath } from "./call-path";
import { CalldataPanel } from "./calldata-panel";
import { CommentsPanel } from "./comments-panel";
import { DecodedCallView } from "./decoded-call-view";
import { DeliveriesPanel } from "./deliveries-panel";
import { EventView } from "./event-view";
import { ExplanationTree } from "./explanation-tree";
import { LiveIndicator } from "./live-indicator";
import { quietReason } from "./quiet-reason";
import { ResponsePanel } from "./response-panel";
import { TransactionFacts } from "./transaction-facts";
import { useAlertStream } from "./use-alert-stream";
import { usePageHidden } from "./use-page-hidden";

interface Props {
  alert: Alert;
  facts: AlertFacts;
  timeline: TimelineEvent[];
  deliveries: Delivery[];
  /** The newest, and how many there are. */
  comments: { data: AlertComment[]; total: number };
  escalation: Escalation | null;
  /** The transaction that would answer it, or why there is none. */
  prepared: { response: PreparedResponse | null; reason: string | null };
  after: string;
}

/** Deliveries have no events of their own: while some are on their way they are asked for. */
const DELIVERY_POLL_MS = 1_500;

/** One alert: what happens, why it fired, who knows. Keeps itself up to date. */
export function AlertPage({ alert, facts, timeline, deliveries, comments, escalation, prepared, after }: Props) {
  const [paused, setPaused] = useState(false);
  const isHidden = usePageHidden();
  const refresh = useRefresh();
  const refreshIfThis = useCallback(
    (changed: Alert) => {
      if (changed.id === alert.id) refresh();
    },
    [alert.id, refresh],
  );
  const stream = useAlertStream({
    after,
    paused: paused || isHidden,
    onCreated: refreshIfThis,
    onUpdated: refreshIfThis,
  });
  const onTheirWay = deliveries.some((delivery) => delivery.state === "queued" || delivery.state === "sending");
  useEffect(() => {
    if (!onTheirWay || paused || isHidden) return;
    const timer = setInterval(refresh, DELIVERY_POLL_MS);
    return () => clearInterval(timer);
  }, [onTheirWay, paused, isHidden, refresh]);

  return (
    <>
      <div className="float-right ml-4">
        <LiveIndicator state={stream} onToggle={() => setPaused(!paused)} />
      </div>
      <AlertHead alert={alert} facts={facts} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem] lg:grid-rows-[auto_1fr]">
        <Panel title="Response" className="lg:col-start-2">
          {escalation === null ? null : <EscalationState escalation={escalation} />}
          <AcknowledgeForm alert={alert} facts={facts} />
        </Panel>
        <div className="flex min-w-0 flex-col gap-4 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          {alert.path !== null && alert.path.depth > 0 ? (
            <Panel title="How it is reached">
              <CallPath alert={alert} />
            </Panel>
          ) : null}
          {alert.event === null ? null : (
            <Panel title="Event">
              <EventView event={alert.event} network={alert.network} />
            </Panel>
          )}
          <Panel title={alert.event === null ? "Call" : "The transaction’s call"}>
            <DecodedCallView call={alert.call} network={alert.network} isCreation={alert.to === null} />
          </Panel>
          <Panel title="Why it fired">
            <ExplanationTree explanation={alert.explanation} />
          </Panel>
          <ResponsePanel {...prepared} />
          <Panel title="Deliveries" flush aside={<DeliveryCount deliveries={deliveries} />}>
            <DeliveriesPanel deliveries={deliveries} quiet={quietReason(timeline)} />
          </Panel>
          <CalldataPanel input={facts.input} />
        </div>
        <div className="flex min-w-0 flex-col gap-4 lg:col-start-2">
          <CommentsPanel comments={comments.data} total={comments.total} />
          <Panel title="Transaction">
            <TransactionFacts alert={alert} facts={facts} />
          </Panel>
          <Panel title="Timeline">
            <AlertTimeline events={timeline} alert={alert} />
          </Panel>
        </div>
      </div>
    </>
  );
}

function DeliveryCount({ deliveries }: { deliveries: Delivery[] }) {
  const delivered = deliveries.filter((delivery) => delivery.state === "delivered").length;
  return deliveries.length === 0 ? null : (
    <span className="tabular">
      {delivered} of {deliveries.length} delivered
    </span>
  );
}
