/** What of a block is not to be made up from its number. `timestamp` in seconds. */
export interface HeaderFields {
  number: number;
  hash?: string;
  parentHash?: string;
  timestamp?: number;
}

/** A block's header as `newHeads` shows it. */
export function blockHeader({
  number,
  hash = hashOf(number),
  parentHash = hashOf(number - 1),
  timestamp = 1_700_000_000 + number,
}: HeaderFields): Record<string, unknown> {
  return { number: hex(number), hash, parentHash, timestamp: hex(timestamp), nonce: "0x0000000000000000" };
}

/** A quantity as JSON-RPC writes it. */
export function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

function hashOf(number: number): string {
  return `0x${number.toString(16).padStart(64, "b")}`;
}
