import { HostileText } from "~/components/hostile-text";
import { Notice } from "~/components/ui/notice";
import type { Alert } from "~/domain/alerts/alert";
import { ArgumentList } from "./argument-list";

/** The log that an event rule met. */
export function EventView({ event, network }: { event: NonNullable<Alert["event"]>; network: string }) {
  const { name, signature, topics, args, error, assumption, logIndex } = event;
  return (
    <>
      <p className="font-mono text-sm [overflow-wrap:anywhere]">
        <span className="font-semibold text-accent">
          <HostileText text={name ?? "unknown event"} max={80} />
        </span>
        <span className="text-faint">
          <HostileText text={signature === null ? "" : signature.slice(signature.indexOf("("))} max={200} />
        </span>
        <span className="ml-3 rounded border border-line px-1.5 py-px text-2xs text-faint" title={topics[0]}>
          log {logIndex}
        </span>
      </p>
      {error === undefined ? null : (
        <Notice look="warn" className="mt-3">
          The log could not be read: <HostileText text={error} max={200} />
        </Notice>
      )}
      {assumption === undefined ? null : (
        <p className="mt-2 text-xs text-faint">
          <HostileText text={assumption} max={200} />
        </p>
      )}
      <ArgumentList args={args} none={error === undefined ? "It has no arguments." : null} network={network} />
    </>
  );
}
