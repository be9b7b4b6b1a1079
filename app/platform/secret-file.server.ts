import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

/** The secret of an installation with the embedded database, and those before it while a rotation is under way. */
export interface StoredSecret {
  secret: string;
  previous: string[];
}

const pathsIn = (dataDir: string) => ({ now: join(dataDir, "secret"), before: join(dataDir, "secret.previous") });

/** Made once, kept beside the data, readable by its owner. */
export function readOrMakeSecret(dataDir: string): StoredSecret {
  const { now, before } = pathsIn(dataDir);
  if (!existsSync(now)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    replaceFile(now, makeSecret());
  }
  return { secret: readFileSync(now, "utf8").trim(), previous: readPrevious(before) };
}

/**
 * Puts a new secret in the place of the stored one, which becomes a previous one. The previous is written first: a crash
 * in between leaves a secret that is its own predecessor, which harms nothing. A rotation under way is not begun anew:
 * its secret stays as it is.
 *
 * @returns whether a new one was made.
 */
export function renewStoredSecret(dataDir: string): boolean {
  const { secret, previous } = readOrMakeSecret(dataDir);
  if (previous.some((each) => each !== secret)) return false;
  const { now, before } = pathsIn(dataDir);
  replaceFile(before, secret);
  replaceFile(now, makeSecret());
  return true;
}

/** Ends a rotation: from now on only today's secret opens and verifies. */
export function forgetPreviousSecret(dataDir: string): void {
  rmSync(pathsIn(dataDir).before, { force: true });
}

function readPrevious(path: string): string[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

const makeSecret = () => randomBytes(36).toString("base64");

/** The whole new content or the whole old one, whatever happens: a secret that is lost takes everything sealed with it. */
function replaceFile(path: string, content: string): void {
  const draft = `${path}.new`;
  rmSync(draft, { force: true });
  const file = openSync(draft, "wx", 0o600);
  try {
    writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}
