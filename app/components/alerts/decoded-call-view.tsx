import { HostileText } from "~/components/hostile-text";
import { Notice } from "~/components/ui/notice";
import type { Alert } from "~/domain/alerts/alert";
import { DecodedValue } from "./decoded-value";

/** What the transaction calls, with every argument by name. */
export function DecodedCallView({ call, network }: { call: Alert["call"]; network: string }) {
  return (
    <>
      <p className="font-mono text-sm [overflow-wrap:anywhere]">
        <span className="font-semibold text-accent">
          <HostileText text={call.name ?? "unknown function"} max={80} />
        </span>
        <span className="text-faint">
          <HostileText text={argumentTypes(call.signature)} max={200} />
        </span>
        <span className="ml-3 rounded border border-line px-1.5 py-px text-2xs text-faint" title="Selector">
          {call.selector}
        </span>
      </p>
      {call.error === undefined ? null : (
        <Notice look="warn" className="mt-3">
          The arguments could not be read: <HostileText text={call.error} max={200} />
        </Notice>
      )}
      {call.args.length === 0 ? (
        <p className="mt-3 text-sm text-faint">{call.error === undefined ? "It takes no arguments." : null}</p>
      ) : (
        <dl className="mt-3 divide-y divide-line border-t border-line">
          {call.args.map((argument, index) => (
            <div
              // biome-ignore lint/suspicious/noArrayIndexKey: arguments are positions.
              key={index}
              className="grid gap-x-4 gap-y-0.5 py-2 sm:grid-cols-[11rem_minmax(0,1fr)]"
            >
              <dt className="min-w-0 text-sm">
                <HostileText text={argument.name ?? `argument ${index}`} max={60} />
                <span className="ml-2 font-mono text-2xs text-faint [overflow-wrap:anywhere]">
                  <HostileText text={argument.type} max={80} />
                </span>
              </dt>
              <dd className="min-w-0">
                <DecodedValue value={argument.value} type={argument.type} network={network} />
                {argument.truncated === true ? (
                  <span className="ml-2 text-xs text-medium">cut: longer than an alert keeps</span>
                ) : null}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

function argumentTypes(signature: string | null): string {
  return signature === null ? "" : signature.slice(signature.indexOf("("));
}
