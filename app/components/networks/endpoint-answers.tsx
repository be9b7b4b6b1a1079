import { CircleCheck, CircleX } from "lucide-react";

import { HostileText } from "~/components/hostile-text";

/** What one endpoint said when it was tried. */
export interface EndpointAnswer {
  /** Its host; the rest of the URL may hold a key. */
  host: string;
  ok: boolean;
  chainId: number | null;
  subscription: "pending" | "blocks" | "none";
  latestBlock: number | null;
  latencyMs: number | null;
  detail?: string | undefined;
}

const OFFERS = { pending: "pending transactions", blocks: "blocks only", none: "nothing to subscribe to" };

/** What the endpoints said, one a line in the order of the form. */
export function EndpointAnswers({ answers }: { answers: readonly EndpointAnswer[] }) {
  return (
    <ul aria-label="What the endpoints said" className="flex flex-col gap-2 text-sm">
      {answers.map((answer, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same host may stand in several lines.
        <li key={index} className="flex items-start gap-2.5 rounded border border-line bg-ground px-3 py-2">
          {answer.ok ? (
            <CircleCheck size={15} aria-label="It answers" className="mt-0.5 shrink-0 text-good" />
          ) : (
            <CircleX size={15} aria-label="It does not answer" className="mt-0.5 shrink-0 text-critical" />
          )}
          <div className="min-w-0">
            <p className="font-mono text-xs [overflow-wrap:anywhere]">
              <HostileText text={answer.host} max={120} />
            </p>
            {answer.ok && answer.chainId !== null ? (
              <p className="text-xs text-muted tabular">
                chain {answer.chainId} · {OFFERS[answer.subscription]}
                {answer.latestBlock === null ? "" : ` · block ${answer.latestBlock.toLocaleString("en-US")}`}
                {answer.latencyMs === null ? "" : ` · ${answer.latencyMs} ms`}
              </p>
            ) : null}
            {answer.detail === undefined ? null : (
              <p className="text-xs text-muted [overflow-wrap:anywhere]">
                <HostileText text={answer.detail} max={300} />
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
