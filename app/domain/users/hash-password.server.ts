import { hash } from "@node-rs/argon2";

import { passwordWork } from "./password-work.server";

/** argon2id with 46 MiB, one pass, one lane (OWASP ASVS 5.0, appendix C). Memory in KiB. */
export const PASSWORD_HASHING = { memoryCost: 47_104, timeCost: 1, parallelism: 1 } as const;

/** The PHC string of a password: argon2id, its parameters, a random salt of 16 bytes. @throws AppError `unavailable`. */
export async function hashPassword(password: string): Promise<string> {
  return passwordWork(() => hash(password.normalize("NFKC"), PASSWORD_HASHING));
}
