import { z } from "zod";

import { Timestamp } from "~/domain/shared-schemas";
import { AuditHash } from "./audit-entry";

/**
 * A signed statement of what the chain was: entry `seq` had `hash`. Of kind "retention": entries up to `seq` were removed
 * on purpose. It says all that is needed to check it somewhere else, where it is of use when the database isn't to be
 * trusted: as a line of JSON in the log stream, in a file, or in the body of a webhook.
 */
export const Checkpoint = z.object({
  kind: z.enum(["checkpoint", "retention"]),
  seq: z.int().min(0),
  hash: AuditHash,
  /** The random start of the chain that it is about. */
  genesis: z.string().min(1).max(100),
  createdAt: Timestamp,
  /** The start of the SHA-256 of the public key, hexadecimal. */
  keyId: z.string().min(1).max(64),
  /** Ed25519 (RFC 8032), base64url, 32 bytes. */
  publicKey: z.string().length(43),
  /** Base64url, over `checkpointText`. */
  signature: z.string().min(1).max(128),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

/** What a checkpoint says: all but who signed it. */
export type CheckpointClaim = Pick<Checkpoint, "kind" | "seq" | "hash" | "genesis" | "createdAt">;

/** The text that is signed. */
export function checkpointText({ genesis, kind, seq, hash, createdAt }: CheckpointClaim): string {
  return ["sentinel-audit-checkpoint-v1", genesis, kind, seq, hash, createdAt].join("\n");
}
