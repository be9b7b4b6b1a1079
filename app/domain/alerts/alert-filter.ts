import type { Severity } from "~/domain/shared-schemas";
import type { AlertStatus, TxStatus } from "./alert";

/** Which alerts to list; everything that is named must hold. */
export interface AlertFilter {
  watchlistId?: string | undefined;
  ruleId?: string | undefined;
  /** A network's name. */
  network?: string | undefined;
  severity?: readonly Severity[] | undefined;
  status?: readonly AlertStatus[] | undefined;
  txStatus?: readonly TxStatus[] | undefined;
  /** Detected at this time or later. */
  from?: Date | undefined;
  /** Detected at this time or earlier. */
  to?: Date | undefined;
  /** A transaction hash, an address, an alert's id, or words of the title or description. */
  q?: string | undefined;
  /** Sender or receiver, in any case. */
  address?: string | undefined;
}
