import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The secret of an installation with the embedded database: made once, kept beside the data, readable by its owner. */
export function readOrMakeSecret(dataDir: string): string {
  const path = join(dataDir, "secret");
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(path, randomBytes(36).toString("base64"), { mode: 0o600, flag: "wx" });
  }
  return readFileSync(path, "utf8").trim();
}
