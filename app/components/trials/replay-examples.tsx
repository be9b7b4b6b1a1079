import { exactTime } from "~/components/format/exact-time";
import { HashView } from "~/components/hash-view";
import { HostileText } from "~/components/hostile-text";
import type { BacktestExample } from "~/domain/backtests/backtest";

interface Props {
  examples: readonly BacktestExample[];
  network: string;
  /** Matches in all. */
  total: number;
}

/** The first matches of a replay, as their alerts would read. */
export function ReplayExamples({ examples, network, total }: Props) {
  return (
    <section aria-label="Examples" className="flex flex-col gap-1">
      <h3 className="text-xs font-semibold text-faint">
        {total > examples.length ? `The first ${examples.length} of ${total.toLocaleString("en")}` : "What matched"}
      </h3>
      <ul className="divide-y divide-line">
        {examples.map((example, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one transaction may match by several calls, and the order stands.
          <li key={at} className="flex flex-col gap-0.5 py-2">
            <p className="text-sm">
              <HostileText text={example.title} max={160} expandable />
              {example.pages ? (
                <span className="ml-2 rounded-full bg-accent/12 px-1.5 py-px text-2xs font-medium text-accent">
                  page
                </span>
              ) : null}
              {example.uncertain === null ? null : (
                <span className="ml-2 text-xs text-medium">could not be evaluated</span>
              )}
            </p>
            <p className="flex flex-wrap items-center gap-x-3 text-xs text-faint">
              <HashView hash={example.txHash} network={network} />
              {example.blockNumber === null ? null : (
                <span className="tabular">block {example.blockNumber.toLocaleString("en")}</span>
              )}
              <time dateTime={example.at} className="tabular">
                {exactTime(example.at)}
              </time>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
