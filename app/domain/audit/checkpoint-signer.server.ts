import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

import type { Secrets } from "~/platform/secrets.server";
import { type Checkpoint, type CheckpointClaim, checkpointText } from "./checkpoint";

/** What PKCS #8 (RFC 8410, 7) has in front of the 32 bytes of an Ed25519 key, and SubjectPublicKeyInfo of a public one. */
const PRIVATE_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");
const PUBLIC_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/** Signs checkpoints with the key of today's `SENTINEL_SECRET`, and knows the keys of the secrets before it. */
export interface CheckpointSigner {
  keyId: string;
  /** Base64url. */
  publicKey: string;
  sign(claim: CheckpointClaim): Checkpoint;
  /** Any other text of the same origin, base64: the envelope of a webhook. */
  signText(text: string): string;
  /** Null when none of the known keys has this id. */
  verify(claim: CheckpointClaim, signed: { keyId: string; signature: string }): boolean | null;
}

interface SigningKey {
  id: string;
  publicKey: string;
  key: KeyObject;
}

/** Derives the keys: Ed25519, one for each known secret. */
export function createCheckpointSigner(secrets: Pick<Secrets, "key" | "keys">): CheckpointSigner {
  const known = secrets.keys("audit-checkpoint").map(({ key }) => toSigningKey(key));
  const today = known[0] ?? toSigningKey(secrets.key("audit-checkpoint"));
  return {
    keyId: today.id,
    publicKey: today.publicKey,
    sign(claim) {
      const signature = sign(null, Buffer.from(checkpointText(claim)), today.key).toString("base64url");
      return { ...claim, keyId: today.id, publicKey: today.publicKey, signature };
    },
    signText: (text) => sign(null, Buffer.from(text), today.key).toString("base64"),
    verify(claim, { keyId, signature }) {
      const found = known.find(({ id }) => id === keyId);
      return found === undefined ? null : hasSignature(claim, signature, createPublicKey(found.key));
    },
  };
}

/** Whether a checkpoint is signed by the public key that it brings itself: that it is whole, not whose it is. */
export function isIntactCheckpoint(
  checkpoint: CheckpointClaim & { keyId: string; signature: string; publicKey?: string },
): boolean {
  const raw = Buffer.from(checkpoint.publicKey ?? "", "base64url");
  if (raw.length !== 32 || idOf(raw) !== checkpoint.keyId) return false;
  const key = createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, raw]), format: "der", type: "spki" });
  return hasSignature(checkpoint, checkpoint.signature, key);
}

function hasSignature(claim: CheckpointClaim, signature: string, key: KeyObject): boolean {
  return verify(null, Buffer.from(checkpointText(claim)), key, Buffer.from(signature, "base64url"));
}

function toSigningKey(seed: Buffer): SigningKey {
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: "der", type: "pkcs8" });
  const raw = createPublicKey(key).export({ type: "spki", format: "der" }).subarray(PUBLIC_PREFIX.length);
  return { id: idOf(raw), publicKey: raw.toString("base64url"), key };
}

function idOf(publicKey: Buffer): string {
  return createHash("sha256").update(publicKey).digest("hex").slice(0, 16);
}
