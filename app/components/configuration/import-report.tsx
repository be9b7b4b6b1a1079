import { CircleX, Equal, type LucideIcon, Pencil } from "lucide-react";

import { HostileText } from "~/components/hostile-text";
import { Panel } from "~/components/ui/panel";
import type { ImportReportEntry } from "~/domain/configuration/openzeppelin/import-report";

const LOOKS: Record<ImportReportEntry["outcome"], { icon: LucideIcon; word: string; text: string }> = {
  not_imported: { icon: CircleX, word: "Lost", text: "text-critical" },
  changed: { icon: Pencil, word: "Means something else", text: "text-medium" },
  not_needed: { icon: Equal, word: "Not needed", text: "text-faint" },
};

/** What OpenZeppelin Monitor's configuration had that has no exact counterpart, the losses first. */
export function ImportReport({ report }: { report: readonly ImportReportEntry[] }) {
  const order = Object.keys(LOOKS);
  const sorted = [...report].sort((one, other) => order.indexOf(one.outcome) - order.indexOf(other.outcome));
  return (
    <Panel title="What has no exact counterpart" flush aside={<span className="tabular">{report.length}</span>}>
      <ul className="divide-y divide-line">
        {sorted.map(({ path, outcome, detail }) => {
          const { icon: Icon, word, text } = LOOKS[outcome];
          return (
            <li key={`${path} ${detail}`} className="flex items-start gap-2.5 px-4 py-2 text-sm">
              <Icon size={15} aria-hidden className={`mt-0.5 shrink-0 ${text}`} />
              <p className="min-w-0 [overflow-wrap:anywhere]">
                <span className="font-medium">{word}:</span>{" "}
                <code className="font-mono text-xs text-muted">
                  <HostileText text={path} max={200} />
                </code>{" "}
                <HostileText text={detail} max={400} />
              </p>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
