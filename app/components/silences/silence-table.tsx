import { Form, Link } from "@remix-run/react";

import { HostileText } from "~/components/hostile-text";
import { useRights } from "~/components/rights-context";
import { TimeAgo } from "~/components/time-ago";
import { Button } from "~/components/ui/button";
import { type Column, DataTable } from "~/components/ui/data-table";
import type { Silence } from "~/domain/silences/silence";
import { paths } from "~/paths";

const SUMMARY: Column<Silence> = {
  key: "summary",
  header: "Quiet",
  card: "head",
  className: "md:min-w-64",
  cell: ({ id, summary, reason }) => (
    <div className="min-w-0">
      <Link to={paths.silence(id)} className="font-medium hover:text-accent hover:underline">
        <HostileText text={capitalised(summary)} max={200} />
      </Link>
      <p className="text-xs text-muted [overflow-wrap:anywhere]">
        <HostileText text={reason} max={160} />
      </p>
    </div>
  ),
};

const TIMES: Record<Silence["state"], Column<Silence>[]> = {
  active: [
    {
      key: "ends",
      header: "Ends",
      className: "whitespace-nowrap",
      cell: ({ endsAt }) => <TimeAgo at={endsAt} className="font-medium" />,
    },
  ],
  pending: [
    {
      key: "starts",
      header: "Begins",
      className: "whitespace-nowrap",
      cell: ({ startsAt }) => <TimeAgo at={startsAt} className="font-medium" />,
    },
    { key: "ends", header: "Ends", className: "whitespace-nowrap", cell: ({ endsAt }) => <TimeAgo at={endsAt} /> },
  ],
  expired: [
    {
      key: "ends",
      header: "Ended",
      className: "whitespace-nowrap",
      cell: ({ endsAt }) => <TimeAgo at={endsAt} className="text-muted" />,
    },
  ],
};

const WHO: Column<Silence> = {
  key: "who",
  header: "By",
  className: "md:max-w-40",
  cell: ({ createdByName }) => (
    <span className="text-muted">
      {createdByName === null ? "somebody since removed" : <HostileText text={createdByName} max={40} />}
    </span>
  ),
};
const KEPT: Column<Silence> = {
  key: "kept",
  header: "Kept quiet",
  className: "whitespace-nowrap",
  cell: ({ suppressed }) => (
    <span className={suppressed === 0 ? "text-faint" : "tabular"}>
      {suppressed === 0 ? "nothing" : `${suppressed.toLocaleString("en-US")} ${suppressed === 1 ? "alert" : "alerts"}`}
    </span>
  ),
};
const END: Column<Silence> = {
  key: "end",
  header: "",
  card: "corner",
  className: "md:w-28 md:text-right",
  cell: (silence) => <EndButton silence={silence} />,
};

/** Silences of one state, with the way to end them at once. */
export function SilenceTable({ silences, state }: { silences: readonly Silence[]; state: Silence["state"] }) {
  const { edit } = useRights();
  const kept = state === "pending" ? [] : [KEPT];
  const columns = [SUMMARY, ...TIMES[state], WHO, ...kept, ...(edit && state !== "expired" ? [END] : [])];
  return <DataTable caption="Silences" columns={columns} rows={silences} rowKey={({ id }) => id} />;
}

function EndButton({ silence: { id, state, summary } }: { silence: Silence }) {
  const label = state === "pending" ? "Remove" : "End now";
  return (
    <Form method="post" action={paths.silence(id)} className="md:inline">
      <Button type="submit" size="sm" name="intent" value="end" aria-label={`${label}: ${summary}`}>
        {label}
      </Button>
    </Form>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
