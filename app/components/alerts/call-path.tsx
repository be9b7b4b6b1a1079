import { ChevronRight, Clock } from "lucide-react";
import type { ReactNode } from "react";

import { useChainWorld } from "~/components/chain-context";
import { HostileText } from "~/components/hostile-text";
import { Identicon } from "~/components/identicon";
import { shortHex } from "~/components/short-hex";
import type { Alert } from "~/domain/alerts/alert";

/** How an inner call was reached, from the outside in: Safe.execTransaction › Vault.upgradeTo. */
export function CallPath({ alert }: { alert: Alert }) {
  const { path, target, call, network } = alert;
  if (path === null) return null;
  const steps = path.path.map(({ to, name, index }) => ({ to, name: index === null ? name : `${name} #${index + 1}` }));
  return (
    <>
      <ol aria-label="Call path, from the outside in" className="flex flex-wrap items-center gap-x-1 gap-y-1.5 text-sm">
        {steps.map(({ to, name }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a contract may carry itself.
          <Step key={at}>
            <Contract address={to} network={network} />
            <span className="min-w-0 truncate font-mono text-xs text-muted">
              <HostileText text={name} max={60} />
            </span>
          </Step>
        ))}
        <Step isLast>
          {target === null ? null : <Contract address={target} network={network} />}
          <span className="min-w-0 truncate font-mono text-xs font-semibold text-accent">
            <HostileText text={call.name ?? call.selector} max={60} />
          </span>
        </Step>
      </ol>
      <PathNotes path={path} />
    </>
  );
}

function Step({ isLast = false, children }: { isLast?: boolean; children: ReactNode }) {
  return (
    <li className="inline-flex max-w-full min-w-0 items-center gap-1">
      <span className="inline-flex min-w-0 items-center gap-1.5 rounded border border-line px-1.5 py-0.5">
        {children}
      </span>
      {isLast ? null : <ChevronRight size={13} aria-hidden className="shrink-0 text-faint" />}
    </li>
  );
}

function Contract({ address, network }: { address: string; network: string }) {
  const label = useChainWorld().labels[`${network}:${address.toLowerCase()}`];
  return (
    <span title={address} className="inline-flex min-w-0 items-center gap-1.5">
      <Identicon address={address} size={14} />
      <span className={label === undefined ? "font-mono text-xs" : "min-w-0 truncate font-medium"}>
        {label === undefined ? shortHex(address) : <HostileText text={label} max={40} />}
      </span>
    </span>
  );
}

function PathNotes({ path }: { path: NonNullable<Alert["path"]> }) {
  const { kind, more, truncated } = path;
  return (
    <>
      {kind === "scheduled" ? (
        <p className="mt-2 flex items-center gap-1.5 text-sm text-medium">
          <Clock size={13} aria-hidden /> Only scheduled by this transaction: it is executed by a later one.
        </p>
      ) : null}
      {kind === "delegatecall" ? (
        <p className="mt-2 text-sm text-medium">
          A delegatecall: its code runs with the caller’s own storage and funds.
        </p>
      ) : null}
      {more > 0 ? (
        <p className="mt-2 text-xs text-faint">
          {more} more {more === 1 ? "place" : "places"} in this transaction match the rule.
        </p>
      ) : null}
      {truncated === null ? null : (
        <p className="mt-2 text-xs text-medium">
          Not everything was looked at: <HostileText text={truncated} max={160} />
        </p>
      )}
    </>
  );
}
