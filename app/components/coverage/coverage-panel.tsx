import { Panel } from "~/components/ui/panel";
import type { Coverage } from "~/domain/coverage/coverage";
import { CoverageTable } from "./coverage-table";
import { coverageWords } from "./coverage-words";

/** A watched contract's coverage: how much of what was mined could be warned of, and how early. */
export function CoveragePanel({ coverage, className }: { coverage: Coverage; className?: string }) {
  return (
    <Panel title="Coverage" aside="last 30 days" flush {...(className === undefined ? {} : { className })}>
      <p className="px-4 py-3 text-sm text-muted">{coverageWords(coverage.total, "contract")}</p>
      {coverage.data.length === 0 ? null : (
        <div className="border-t border-line">
          <CoverageTable caption="Coverage by day" coverage={coverage} />
        </div>
      )}
    </Panel>
  );
}
