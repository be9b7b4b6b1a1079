/** What an alert's page tells beyond the alert itself. */
export interface AlertFacts {
  nonce: string;
  /** Calldata, 0x-hex; cut at 64 KiB when it was stored. */
  input: string;
  /** Which endpoint announced the transaction when, first one first. `host` is null when the endpoint is gone. */
  firstSeen: { host: string | null; at: string }[];
  rule: { name: string; runbookUrl: string | null; isDeleted: boolean };
  contractName: string | null;
  acknowledgedNote: string | null;
}
