import type { KnownObject } from "../known-objects";
import type { ConfigurationKind } from "../plan";
import type { Step, Work } from "./step";

/** The step that takes away what is not in the file. */
export function deleteStep(
  kind: ConfigurationKind,
  { key, id }: KnownObject<unknown>,
  run: (work: Work, id: string) => Promise<unknown>,
): Step {
  return { change: { kind, action: "delete", name: key, pointer: null }, run: (work) => run(work, id) };
}
