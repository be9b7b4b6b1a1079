/**
 * How the pretended node offers pending transactions; what each takes and says is from the nodes' sources and from
 * hardhat itself.
 * `geth`, `reth`: take `true`; reth takes besu's object too, for a log filter, and then sends nothing. `nethermind`,
 * `besu`: take only the object, and tell what their pool let go. `erigon`: takes only `newPendingTransactionsWithBody`,
 * and leaves the sender out. `hashes`: refuses bodies. `old_geth`: takes `true` and sends hashes all the same; `hardhat`
 * does so with the object. `silent`: accepts and never sends any (Base). `heads_only`: refuses every form.
 */
export type FaultNodeDialect =
  | "geth"
  | "reth"
  | "nethermind"
  | "besu"
  | "erigon"
  | "hashes"
  | "old_geth"
  | "hardhat"
  | "silent"
  | "heads_only";

/** What a subscription to pending transactions brings. */
export type Delivery = "full" | "full_without_sender" | "hashes" | "nothing";

type Form = "plain" | "true" | "object" | "with_body";

const FORMS: Record<FaultNodeDialect, Partial<Record<Form, Delivery>>> = {
  geth: { plain: "hashes", true: "full" },
  reth: { plain: "hashes", true: "full", object: "nothing" },
  nethermind: { plain: "hashes", object: "full" },
  besu: { plain: "hashes", object: "full" },
  erigon: { plain: "hashes", with_body: "full_without_sender" },
  hashes: { plain: "hashes" },
  old_geth: { plain: "hashes", true: "hashes" },
  hardhat: { plain: "hashes", object: "hashes" },
  silent: { plain: "hashes", true: "full" },
  heads_only: {},
};

const REFUSALS: Partial<Record<FaultNodeDialect, { code: number; message: string }>> = {
  besu: { code: -32602, message: "Error parsing subscribe request" },
  hardhat: { code: -32602, message: "invalid type: boolean `true`, expected struct LogFilterOptions" },
  geth: { code: -32601, message: "no such subscription in eth namespace" },
};

/** What this form of the subscription brings on a node of this dialect; null when it refuses it. */
export function deliveryOf(dialect: FaultNodeDialect, kind: unknown, option: unknown): Delivery | null {
  const form = formOf(kind, option);
  return form === null ? null : (FORMS[dialect][form] ?? null);
}

/** How a node of this dialect refuses. */
export function refusalOf(dialect: FaultNodeDialect): { code: number; message: string } {
  return REFUSALS[dialect] ?? { code: -32602, message: "invalid subscription parameters" };
}

/** Whether it tells which transactions its pool let go. */
export function tellsDropped(dialect: FaultNodeDialect): boolean {
  return dialect === "besu" || dialect === "nethermind";
}

function formOf(kind: unknown, option: unknown): Form | null {
  if (kind === "newPendingTransactionsWithBody") return "with_body";
  if (kind !== "newPendingTransactions") return null;
  if (option === undefined) return "plain";
  if (option === true) return "true";
  return typeof option === "object" ? "object" : null;
}
