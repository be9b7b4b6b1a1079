import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** Authenticated encryption of secrets at rest, and the keys that other parts derive. */
export interface Secrets {
  /** AES-256-GCM envelope `v1.<key id>.<nonce>.<ciphertext>.<tag>` (base64url parts), bound to `aad` (table:column:row id). */
  encrypt(plain: string, aad: string): string;
  /** @throws SecretError when the envelope was changed, is of another row, or was made with another secret. */
  decrypt(envelope: string, aad: string): string;
  /** Whether an envelope is one that `SENTINEL_SECRET` itself opens, not only an earlier secret. */
  isCurrent(envelope: string): boolean;
  /** A stable keyed digest (HMAC-SHA256, hex), to find a secret again without storing it. */
  digest(text: string): string;
  /** The digest under each known secret, today's first: for rows that a rotation of the secret hasn't reached. */
  digests(text: string): readonly string[];
  /** A 32-byte key for one purpose, derived from `SENTINEL_SECRET` with HKDF-SHA256 (RFC 5869): what signs. */
  key(purpose: string): Buffer;
  /** The keys of one purpose under each known secret, today's first: what may have signed. */
  keys(purpose: string): readonly SecretKey[];
}

/** A derived key with its id: the first 8 hexadecimal digits of its SHA-256, which tell nothing of the key. */
export interface SecretKey {
  id: string;
  key: Buffer;
}

/** A stored secret that can't be opened: changed, of another row, or encrypted with another `SENTINEL_SECRET`. */
export class SecretError extends Error {
  override readonly name = "SecretError";
}

/**
 * Makes the keys from `SENTINEL_SECRET`, which seals and signs, and from the secrets before it
 * (`SENTINEL_SECRET_PREVIOUS`), which only open and verify.
 */
export function createSecrets(secret: string, previous: readonly string[] = []): Secrets {
  const known = new Map<string, readonly SecretKey[]>();
  /** Kept, because every message needs some: purposes are words of this code, and few. */
  const keys = (purpose: string) => {
    const made = known.get(purpose) ?? [secret, ...previous].map((each) => deriveKey(each, purpose));
    known.set(purpose, made);
    return made;
  };
  const today = (purpose: string): SecretKey => keys(purpose)[0] ?? deriveKey(secret, purpose);
  const digestWith = ({ key }: SecretKey, text: string) => createHmac("sha256", key).update(text).digest("hex");

  return {
    key: (purpose) => today(purpose).key,
    keys,
    digest: (text) => digestWith(today("digest"), text),
    digests: (text) => keys("digest").map((key) => digestWith(key, text)),
    isCurrent: (envelope) => envelope.split(".")[1] === today(AT_REST).id,
    encrypt: (plain, aad) => seal(today(AT_REST), plain, aad),
    decrypt: (envelope, aad) => open(keys(AT_REST), envelope, aad),
  };
}

const AT_REST = "secrets-at-rest";

function deriveKey(secret: string, purpose: string): SecretKey {
  const key = Buffer.from(hkdfSync("sha256", secret, "sentinel", purpose, 32));
  return { id: createHash("sha256").update(key).digest("hex").slice(0, 8), key };
}

function seal({ id, key }: SecretKey, plain: string, aad: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(aad));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return ["v1", id, ...[nonce, sealed, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(".");
}

function open(known: readonly SecretKey[], envelope: string, aad: string): string {
  const [version, id, nonce, sealed, tag] = envelope.split(".");
  if (version !== "v1" || nonce === undefined || sealed === undefined || tag === undefined) {
    throw new SecretError("The stored secret is not a v1 envelope.");
  }
  const found = known.find((key) => key.id === id);
  if (found === undefined) throw new SecretError("The stored secret was encrypted with another SENTINEL_SECRET.");
  try {
    const decipher = createDecipheriv("aes-256-gcm", found.key, Buffer.from(nonce, "base64url"))
      .setAAD(Buffer.from(aad))
      .setAuthTag(Buffer.from(tag, "base64url"));
    return Buffer.concat([decipher.update(Buffer.from(sealed, "base64url")), decipher.final()]).toString("utf8");
  } catch (error) {
    throw new SecretError("The stored secret was changed, or belongs to another row.", { cause: error });
  }
}
