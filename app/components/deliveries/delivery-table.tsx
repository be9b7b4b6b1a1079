import { Link } from "@remix-run/react";

import { CHANNEL_LOOKS } from "~/components/channels/channel-looks";
import { HostileText } from "~/components/hostile-text";
import { TimeAgo } from "~/components/time-ago";
import { type Column, DataTable } from "~/components/ui/data-table";
import type { Delivery } from "~/domain/deliveries/delivery";
import { paths } from "~/paths";
import { DeliveryState } from "./delivery-state";
import { purposeWords, waitWords } from "./delivery-words";

const COLUMNS: Column<Delivery>[] = [
  {
    key: "state",
    header: "State",
    card: "corner",
    className: "md:w-32",
    cell: (delivery) => <DeliveryState delivery={delivery} />,
  },
  {
    key: "what",
    header: "What",
    card: "head",
    className: "md:min-w-64",
    cell: (delivery) => <What delivery={delivery} />,
  },
  {
    key: "channel",
    header: "Channel",
    card: "hidden",
    className: "md:max-w-48",
    cell: (delivery) => <ToChannel delivery={delivery} />,
  },
  {
    key: "attempts",
    header: "Attempts",
    card: "hidden",
    className: "tabular md:w-20 md:text-right",
    cell: ({ attempts }) => <span className="text-muted">{attempts.length}</span>,
  },
  {
    key: "when",
    header: "Made",
    card: "hidden",
    className: "whitespace-nowrap md:w-28",
    cell: ({ createdAt }) => <TimeAgo at={createdAt} className="text-muted" />,
  },
];

/** Deliveries, each a link to all that is known of it. */
export function DeliveryTable({ deliveries }: { deliveries: readonly Delivery[] }) {
  return <DataTable caption="Deliveries" columns={COLUMNS} rows={deliveries} rowKey={({ id }) => id} />;
}

function What({ delivery }: { delivery: Delivery }) {
  const { id, alertTitle, groupSize, groupedIntoId, purpose, fallbackForId, lastError, state, createdAt } = delivery;
  const isPlain = alertTitle === null || (purpose === "alert.created" && fallbackForId === null);
  const words = [
    isPlain ? null : purposeWords(delivery),
    groupedIntoId === null ? null : "in one message with others",
    groupSize > 1 ? `one message for ${groupSize}` : null,
    waitWords(delivery),
  ].filter((part) => part !== null);
  return (
    <>
      <Link to={paths.delivery(id)} className="font-medium hover:text-accent hover:underline">
        <HostileText text={alertTitle ?? purposeWords(delivery)} max={100} />
      </Link>
      {words.length === 0 ? null : <span className="block text-xs text-faint">{words.join(" · ")}</span>}
      {lastError === null || state === "delivered" ? null : (
        <span className={`block text-xs ${state === "failed" ? "text-critical" : "text-muted"}`}>
          <HostileText text={lastError} max={120} />
        </span>
      )}
      {/* A card has one line for what the columns say. */}
      <span className="mt-1 flex items-center gap-2 text-xs text-faint md:hidden">
        <ToChannel delivery={delivery} /> <TimeAgo at={createdAt} className="whitespace-nowrap" />
      </span>
    </>
  );
}

function ToChannel({ delivery: { channelName, channelType } }: { delivery: Delivery }) {
  const { icon: Icon, label } = CHANNEL_LOOKS[channelType];
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 align-middle text-muted">
      <Icon size={13} aria-label={label} className="shrink-0 text-faint" />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <HostileText text={channelName} max={40} />
      </span>
    </span>
  );
}
