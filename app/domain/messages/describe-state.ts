import type { Alert } from "~/domain/alerts/alert";
import { shortAddress } from "~/domain/transactions/address";
import { visibleText } from "~/domain/transactions/visible-text";

const MAX_REASON = 200;

/**
 * What became of an alert's transaction, as a message says it first. The alert as it is now decides; `change` only
 * tells how it came to be pending (again), so that a late message never says what is no longer so.
 *
 * @param change of an update: what happened.
 */
export function describeState(alert: Alert, change: string | null = null): string {
  const { txStatus, blockNumber, replacedByHash, isReplaced } = alert;
  const inBlock = blockNumber === null ? "" : ` in block ${blockNumber}`;
  const see = replacedByHash === null ? "" : `, see ${replacedByHash}`;
  switch (txStatus) {
    case "confirmed":
      return `Confirmed${inBlock}`;
    case "failed":
      return `Failed: reverted${inBlock}`;
    case "replaced":
      if (replacedByHash === null) return "Replaced by a transaction that nobody has shown";
      return change === "cancelled" || !isReplaced
        ? `Cancelled by its sender${inBlock}`
        : `Replaced${inBlock}: other calldata${see}`;
    case "dropped":
      return "Dropped from the mempool";
    case "pending":
      return pendingState(alert, change);
  }
}

function pendingState({ isReplaced, replacedByHash }: Alert, change: string | null): string {
  if (isReplaced && replacedByHash !== null) return `Being replaced: other calldata is pending, see ${replacedByHash}`;
  if (change === "reorganised") return "Re-opened: its block was reorganised away";
  if (change === "reopened") return "Re-opened: it is in the mempool again";
  return "Pending: not in a block yet";
}

/** What people should know about how an alert was found, a sentence each. */
export function describeDoubts(alert: Alert): string[] {
  const { detection, appearedWithoutWarning, uncertain, outcome, path } = alert;
  const said: string[] = [];
  if (detection === "simulation") said.push("Seen in simulation: the call is made inside other calls.");
  if (appearedWithoutWarning) said.push("Appeared without warning: it was never seen pending.");
  if (uncertain !== null) said.push(`Could not be evaluated, shown to be safe: ${visibleText(uncertain, MAX_REASON)}`);
  if (outcome !== null && outcome.kind !== "unknown") said.push(describeOutcome(outcome));
  if (path?.truncated != null) said.push(`Not everything was looked at: ${visibleText(path.truncated, MAX_REASON)}`);
  return said;
}

function describeOutcome({ kind, reason }: NonNullable<Alert["outcome"]>): string {
  const because = reason === null ? "" : `: ${visibleText(reason, MAX_REASON)}`;
  const words = {
    would_succeed: "Simulated: it would succeed",
    would_revert: "Simulated: it would revert",
    queued: "Queued: an earlier transaction of its sender is missing",
    unfunded: "Unfunded: its sender can't pay for it",
    unknown: "Not simulated",
  };
  return `${words[kind]}${because}.`;
}

/** `0x12Ab…34Cd.execTransaction › 0x…`: how an inner call was reached; empty for the transaction's own call. */
export function describePath({ path, target, call }: Alert): string {
  if (path === null || path.path.length === 0) return "";
  const steps = path.path.map(({ to, name, index }) => {
    const place = index === null ? "" : ` #${index + 1}`;
    return `${shortAddress(to)} ${visibleText(name, 60)}${place}`;
  });
  const last = `${target === null ? "" : `${shortAddress(target)} `}${visibleText(call.name ?? call.selector, 60)}`;
  const scheduled = path.kind === "scheduled" ? " (scheduled for later)" : "";
  return `${[...steps, last].join(" › ")}${scheduled}`;
}
