import type { AcknowledgedVia } from "~/domain/alerts/acknowledged-via";

/** Who acknowledged an alert, after “Acknowledged by”. May hold names from outside. */
export function acknowledgerWords({ name, via }: { name: string | null; via: AcknowledgedVia | null }): string {
  if (via?.kind === "telegram") return `${name ?? via.label} in Telegram`;
  if (via?.kind === "link") return name ?? `somebody with the link sent to “${via.label}”`;
  return name ?? "somebody since removed";
}
