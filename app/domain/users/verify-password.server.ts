import { verify } from "@node-rs/argon2";

import { PASSWORD_HASHING } from "./hash-password.server";
import { passwordWork } from "./password-work.server";

/** Whether a password is right, and whether its hash was made with other parameters than today's. @throws AppError `unavailable`. */
export async function verifyPassword(phc: string, password: string): Promise<{ ok: boolean; stale: boolean }> {
  const { memoryCost, timeCost, parallelism } = PASSWORD_HASHING;
  const ok = await passwordWork(() => verify(phc, password.normalize("NFKC")));
  return {
    ok,
    stale: !phc.startsWith("$argon2id$") || !phc.includes(`$m=${memoryCost},t=${timeCost},p=${parallelism}$`),
  };
}
