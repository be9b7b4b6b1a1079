/**
 * A channel that does not tell what it should. `held`: Sentinel switched it off, for its far side is gone. `failing`:
 * messages were given up since its last success. `retrying`: its last send failed, and is tried again. `away`: its far
 * side has failed so often in a row that it is left alone for a while.
 */
export interface ChannelTrouble {
  id: string;
  name: string;
  kind: "held" | "failing" | "retrying" | "away";
  /** RFC 3339 UTC with milliseconds; null where nobody wrote it down. */
  since: string | null;
  lastError: string | null;
  /** Messages that wait for it to work again; counted up to 10,001. */
  waiting: number;
  /** Messages that were given up in the last hour; counted up to 10,001. */
  failedLastHour: number;
}

/** Whether what is found is told. */
export interface DeliveryStatus {
  troubles: ChannelTrouble[];
  /** An enabled channel is told of what others could not be told of. */
  hasFallback: boolean;
  /** There are channels that are on, and none of them works. */
  isNobodyTold: boolean;
}
