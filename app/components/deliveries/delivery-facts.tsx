import { Link } from "@remix-run/react";
import type { ReactNode } from "react";

import { CHANNEL_LOOKS } from "~/components/channels/channel-looks";
import { HostileText } from "~/components/hostile-text";
import { useRights } from "~/components/rights-context";
import { TimeAgo } from "~/components/time-ago";
import type { DeliveryDetail } from "~/domain/deliveries/delivery";
import { paths } from "~/paths";
import { DeliveryState } from "./delivery-state";
import { placeSentence, purposeWords, waitWords } from "./delivery-words";

const LINK = "text-accent underline underline-offset-2";

/** What is known of a delivery besides its attempts. */
export function DeliveryFacts({ delivery }: { delivery: DeliveryDetail }) {
  const { alertId, alertTitle, channelId, createdAt, finishedAt, critical, redelivered, lastError, state } = delivery;
  const { admin } = useRights();
  return (
    <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-2 text-sm">
      <Fact name="State">
        <DeliveryState delivery={delivery} />
        <Waiting delivery={delivery} />
        {lastError === null ? null : (
          <p className={state === "failed" ? "text-critical" : "text-muted"}>
            <HostileText text={lastError} max={300} expandable />
          </p>
        )}
      </Fact>
      <Fact name="Why">{purposeWords(delivery)}</Fact>
      {alertId === null ? null : (
        <Fact name="Alert">
          <Link to={paths.alert(alertId)} className={LINK}>
            <HostileText text={alertTitle ?? "The alert"} max={120} />
          </Link>
        </Fact>
      )}
      <Fact name="Channel">
        <Link to={admin ? paths.channel(channelId) : paths.deliveries(`channelId=${channelId}`)} className={LINK}>
          <HostileText text={delivery.channelName} max={60} />
        </Link>{" "}
        <span className="text-muted">{CHANNEL_LOOKS[delivery.channelType].label}</span>
      </Fact>
      <Group delivery={delivery} />
      {delivery.failure === null ? null : (
        <Fact name="Failed channel">
          <HostileText text={delivery.failure.channelName} max={60} />
          <p className="text-muted">
            <HostileText text={delivery.failure.reason} max={300} expandable />
          </p>
        </Fact>
      )}
      <Fact name="Made">
        <TimeAgo at={createdAt} />
        {critical ? <span className="text-muted"> · in the lane of critical alerts</span> : null}
      </Fact>
      {finishedAt === null ? null : (
        <Fact name="Ended">
          <TimeAgo at={finishedAt} />
        </Fact>
      )}
      {redelivered === 0 ? null : (
        <Fact name="Sent again">{redelivered === 1 ? "once, on request" : `${redelivered} times, on request`}</Fact>
      )}
      <Fact name="Id">
        <code className="font-mono text-xs [overflow-wrap:anywhere]">{delivery.id}</code>
      </Fact>
    </dl>
  );
}

function Waiting({ delivery }: { delivery: DeliveryDetail }) {
  const words = waitWords(delivery);
  if (words === null) return null;
  const place = placeSentence(delivery, CHANNEL_LOOKS[delivery.channelType].label);
  const until = delivery.destination?.notBefore ?? delivery.nextAttemptAt;
  return (
    <p className="text-muted">
      {place ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`}
      {until === null ? (
        place === null ? (
          "."
        ) : (
          ""
        )
      ) : (
        <>
          {place === null ? ": " : " Not before "}
          <TimeAgo at={until} />.
        </>
      )}
    </p>
  );
}

function Group({ delivery: { groupSize, groupedIntoId } }: { delivery: DeliveryDetail }) {
  if (groupedIntoId !== null) {
    return (
      <Fact name="Together">
        Another message tells of this too:{" "}
        <Link to={paths.delivery(groupedIntoId)} className={LINK}>
          the delivery that was sent
        </Link>
      </Fact>
    );
  }
  return groupSize === 1 ? null : <Fact name="Together">One message that tells of {groupSize} alerts</Fact>;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}
