import type { Actor } from "~/domain/audit/actor";
import type { FieldError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { ConfigurationKind, Plan, PlanNote, PlannedChange } from "../plan";

/** Ids by the names that the file has for what they belong to; what is made on the way is added. */
export type Ids = Record<ConfigurationKind, Map<string, string>>;

/** What a step works with. */
export interface Work {
  /** Everything that its operations write is part of one transaction. */
  ctx: Context;
  actor: Actor;
  ids: Ids;
  madeSecrets: Plan["madeSecrets"];
  /** What is to be done once all of it is committed, with the context that has no transaction. */
  afterwards: ((ctx: Context) => Promise<unknown>)[];
}

/** One object's part in an import: what becomes of it, and the operation that does it; null when there is nothing to do. */
export interface Step {
  change: PlannedChange;
  run: ((work: Work) => Promise<unknown>) | null;
}

/** The steps for one kind of object, and what was found out without the database. */
export interface Draft {
  steps: Step[];
  errors: FieldError[];
  notes: PlanNote[];
}
