import type { Severity } from "~/domain/shared-schemas";
import type { AcknowledgedVia } from "./acknowledged-via";
import type { TxStatus } from "./alert";

/** What the page behind a message's link shows: no more than the message itself has said. */
export interface LinkedAlert {
  id: string;
  title: string;
  severity: Severity;
  txStatus: TxStatus;
  detectedAt: string;
  /** Null while nobody has acknowledged it. */
  acknowledged: { at: string; name: string | null; via: AcknowledgedVia | null } | null;
}

/**
 * What a link leads to, or why to nothing: it was not made by this Sentinel, its week is over, its alert is gone, or the
 * channel whose readers it was for is gone or switched off.
 */
export type AcknowledgeLink =
  | { kind: "alert"; alert: LinkedAlert; channel: { id: string; name: string } }
  | { kind: "refused"; reason: "forged" | "expired" | "alert_gone" | "channel_gone" };
