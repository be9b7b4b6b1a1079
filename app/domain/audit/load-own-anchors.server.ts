import type { Context } from "~/platform/context.server";
import { anchorFileOf, readAnchors } from "./anchor-file.server";
import type { JudgedCheckpoint } from "./checkpoint-judge.server";

/** The checkpoints in this instance's data folder; their signatures are still to be checked. */
export async function loadOwnAnchors(
  { env }: Pick<Context, "env">,
  { newestOnly = false } = {},
): Promise<JudgedCheckpoint[]> {
  const path = anchorFileOf(env);
  const found: JudgedCheckpoint[] = [];
  for (const file of newestOnly ? [path] : [`${path}.1`, path]) {
    for await (const anchor of readAnchors(file, { newestOnly })) found.push({ ...anchor, source: "own" });
  }
  return found;
}
