import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** Authenticated encryption of secrets at rest, and the keys that other parts derive. */
export interface Secrets {
  /** AES-256-GCM envelope `v1.<key id>.<nonce>.<ciphertext>.<tag>` (base64url parts), bound to `aad` (table:column:row id). */
  encrypt(plain: string, aad: string): string;
  /** @throws SecretError when the envelope was changed, is of another row, or was made with another secret. */
  decrypt(envelope: string, aad: string): string;
  /** A stable keyed digest (HMAC-SHA256, hex), to find a secret again without storing it. */
  digest(text: string): string;
  /** A 32-byte key for one purpose, derived with HKDF-SHA256 (RFC 5869). */
  key(purpose: string): Buffer;
}

/** A stored secret that can't be opened: changed, of another row, or encrypted with another `SENTINEL_SECRET`. */
export class SecretError extends Error {
  override readonly name = "SecretError";
}

/** Makes the keys from `SENTINEL_SECRET`. */
export function createSecrets(secret: string): Secrets {
  const known = new Map<string, Buffer>();
  /** Kept, because every message needs some: purposes are words of this code, and few. */
  const key = (purpose: string) => {
    const made = known.get(purpose) ?? Buffer.from(hkdfSync("sha256", secret, "sentinel", purpose, 32));
    known.set(purpose, made);
    return made;
  };
  const encryptionKey = key("secrets-at-rest");
  const digestKey = key("digest");
  const keyId = createHash("sha256").update(encryptionKey).digest("hex").slice(0, 8);

  return {
    key,
    digest: (text) => createHmac("sha256", digestKey).update(text).digest("hex"),
    encrypt(plain, aad) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", encryptionKey, nonce).setAAD(Buffer.from(aad));
      const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return ["v1", keyId, ...[nonce, sealed, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(".");
    },
    decrypt(envelope, aad) {
      const [version, id, nonce, sealed, tag] = envelope.split(".");
      if (version !== "v1" || nonce === undefined || sealed === undefined || tag === undefined) {
        throw new SecretError("The stored secret is not a v1 envelope.");
      }
      if (id !== keyId) throw new SecretError("The stored secret was encrypted with another SENTINEL_SECRET.");
      const decipher = createDecipheriv("aes-256-gcm", encryptionKey, Buffer.from(nonce, "base64url"))
        .setAAD(Buffer.from(aad))
        .setAuthTag(Buffer.from(tag, "base64url"));
      try {
        return Buffer.concat([decipher.update(Buffer.from(sealed, "base64url")), decipher.final()]).toString("utf8");
      } catch (error) {
        throw new SecretError("The stored secret was changed, or belongs to another row.", { cause: error });
      }
    },
  };
}
