import { type Column, DataTable } from "~/components/ui/data-table";
import type { Coverage, CoverageDay } from "~/domain/coverage/coverage";
import { leadWords } from "./lead-words";

const LEAD = "tabular whitespace-nowrap";

const COLUMNS: Column<CoverageDay>[] = [
  { key: "day", header: "Day (UTC)", card: "head", className: "tabular whitespace-nowrap", cell: ({ day }) => day },
  { key: "mined", header: "Mined", className: "tabular", cell: ({ mined }) => mined.toLocaleString("en-US") },
  { key: "share", header: "Seen pending", className: "md:w-full", cell: ({ share }) => <Share share={share} /> },
  { key: "median", header: "Lead, median", className: LEAD, cell: (day) => leadWords(day.leadMsMedian) },
  { key: "p95", header: "p95", className: LEAD, cell: (day) => leadWords(day.leadMsP95) },
];

/** A coverage ledger, a line a day. */
export function CoverageTable({ caption, coverage }: { caption: string; coverage: Coverage }) {
  return <DataTable caption={caption} columns={COLUMNS} rows={coverage.data} rowKey={({ day }) => day} />;
}

function Share({ share }: { share: number | null }) {
  const percent = share === null ? null : Math.round(share * 1000) / 10;
  return (
    <span className="flex items-center gap-2">
      <span className="tabular w-14 shrink-0 whitespace-nowrap md:text-right">
        {percent === null ? "–" : `${percent} %`}
      </span>
      <svg
        aria-hidden
        viewBox="0 0 100 4"
        preserveAspectRatio="none"
        className="h-1 w-0 min-w-8 flex-1 rounded-full bg-line"
      >
        <rect width={percent ?? 0} height="4" className="fill-accent" />
      </svg>
    </span>
  );
}
