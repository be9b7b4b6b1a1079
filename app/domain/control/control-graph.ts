import { z } from "zod";

import { ChecksumAddress, Timestamp } from "~/domain/shared-schemas";

/**
 * What somebody is to a contract. `implementation`, `beacon` and `delegate` are the code it runs; the others can change
 * it or act for it.
 */
export const ControlRole = z.enum([
  "implementation",
  "beacon",
  "delegate",
  "proxy_admin",
  "owner",
  "pending_owner",
  "admin",
  "safe_owner",
  "timelock",
  "role_member",
]);
export type ControlRole = z.infer<typeof ControlRole>;

/** One who has a say over a watched contract, directly (`of` is the contract) or over one who has. */
export interface ControlNode {
  /** Lower case. */
  address: string;
  role: ControlRole;
  /** Whom it controls, lower case. */
  of: string;
  /** A role's name, a Safe's threshold, a timelock's delay; null when there is nothing to add. */
  detail: string | null;
}

/** A watched contract's control graph as it is stored. */
export interface StoredControlGraph {
  nodes: ControlNode[];
  /** Lower case; null when the contract is no proxy. */
  implementation: string | null;
  /** The account's EIP-7702 delegate, lower case. */
  delegate: string | null;
}

/** The code that a contract runs is no one to watch: it can't call anything by itself. */
export function isController({ role }: Pick<ControlNode, "role">): boolean {
  return role !== "implementation" && role !== "delegate";
}

/** A control graph as the API shows it. */
export const ControlGraph = z.object({
  nodes: z.array(
    z.object({
      address: ChecksumAddress,
      role: ControlRole,
      of: ChecksumAddress,
      detail: z.string().nullable(),
    }),
  ),
  implementation: ChecksumAddress.nullable(),
  /** Of an account with delegated code (EIP-7702). */
  delegate: ChecksumAddress.nullable(),
  /** Null while the chain has not been asked yet. */
  refreshedAt: Timestamp.nullable(),
  blockNumber: z.int().nullable(),
  /** Why the last look at the chain failed. */
  error: z.string().nullable(),
});
export type ControlGraph = z.infer<typeof ControlGraph>;
