import type { Context } from "~/platform/context.server";
import { anchorFileOf, appendAnchor } from "./anchor-file.server";
import type { Checkpoint } from "./checkpoint";

/** Gives a checkpoint out of the database's reach: to the log stream, and to a file in the data folder. */
export async function emitCheckpoint(
  { env, log }: Pick<Context, "env" | "log">,
  checkpoint: Checkpoint,
): Promise<void> {
  log.info({ checkpoint }, "audit checkpoint");
  try {
    await appendAnchor(anchorFileOf(env), checkpoint);
  } catch (error) {
    // The log stream has it, and the next one vouches for the same entries.
    log.warn({ err: error }, "could not add the audit checkpoint to the file in the data folder");
  }
}
