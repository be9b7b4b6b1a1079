import { HostileText } from "~/components/hostile-text";
import { Notice } from "~/components/ui/notice";
import type { Alert } from "~/domain/alerts/alert";
import { ArgumentList } from "./argument-list";

interface Props {
  call: Alert["call"];
  network: string;
  /** The transaction has no receiver: its data is code. */
  isCreation: boolean;
}

/** What the transaction calls, with every argument by name. */
export function DecodedCallView({ call, network, isCreation }: Props) {
  if (isCreation)
    return <p className="text-sm text-muted">It makes a new contract: its calldata is that one’s code.</p>;
  if (call.selector === "0x") {
    return <p className="text-sm text-muted">No function is named: a plain transfer, or the contract’s fallback.</p>;
  }
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
      <ArgumentList args={call.args} none={call.error === undefined ? noArguments(call) : null} network={network} />
    </>
  );
}

function noArguments({ signature }: Alert["call"]): string {
  return signature === null
    ? "Its arguments can’t be told apart without its signature: the contract’s ABI would have it."
    : "It takes no arguments.";
}

function argumentTypes(signature: string | null): string {
  return signature === null ? "" : signature.slice(signature.indexOf("("));
}
