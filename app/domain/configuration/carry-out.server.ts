import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError, type FieldError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import type { Configuration } from "./configuration";
import { MAX_CHANGES } from "./configuration-limits";
import { draftSteps } from "./draft-steps.server";
import { insideTransaction } from "./inside-transaction.server";
import { isLostRace } from "./is-lost-race";
import type { KnownObjects } from "./known-objects";
import { PARTS } from "./parts";
import { ConfigurationKind, type Plan, type PlannedChange } from "./plan";
import { readKnownObjects } from "./read-known-objects.server";
import { runSteps } from "./run-steps.server";
import type { Ids, Work } from "./steps/step";

interface Options {
  actor: Actor;
  input: Configuration;
  prune: boolean;
  /** Otherwise everything is done, and undone again. */
  apply: boolean;
}

/** 10,000 changes, each checked and recorded, take about a minute on a small machine. */
const TIMEOUT_MS = 300_000;

/** Thrown to undo a transaction whose plan is known. */
class Undone extends Error {
  readonly plan: Plan;

  constructor(plan: Plan) {
    super("undone");
    this.plan = plan;
  }
}

/**
 * Carries a configuration out in one transaction, which is kept only when it is to be applied and nothing stands in the
 * way. One at a time: two would meet in the middle.
 *
 * @throws AppError `conflict` when somebody else changed the same at the same time.
 */
export async function carryOut(ctx: Context, options: Options): Promise<Plan> {
  const work = { madeSecrets: [], afterwards: [] };
  let announce = () => {};
  try {
    const plan = await ctx.db.$transaction(
      async (tx) => {
        const inside = insideTransaction(ctx, tx);
        announce = inside.announce;
        const done = await inTransaction(tx, { ...options, ...work, ctx: inside.ctx });
        if (!options.apply || done.errors.length > 0) throw new Undone(done);
        return done;
      },
      { timeout: TIMEOUT_MS, maxWait: 10_000 },
    );
    announce();
    for (const act of work.afterwards as Work["afterwards"]) await act(ctx);
    return { ...plan, applied: true };
  } catch (error) {
    if (error instanceof Undone) return error.plan;
    if (!isLostRace(error)) throw error;
    const message = "Somebody else changed the same at the same time, and nothing was applied; try again.";
    throw new AppError("conflict", message, { cause: error });
  }
}

async function inTransaction(tx: DbTransaction, options: Options & Omit<Work, "ids">): Promise<Plan> {
  const { ctx, actor, input, prune, madeSecrets, afterwards, apply } = options;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('sentinel.configuration'))`;
  const known = await readKnownObjects(ctx, tx);
  const draft = await draftSteps(ctx, { input, known, prune });
  const changing = draft.steps.filter(({ run }) => run !== null);
  const work: Work = { ctx, actor, ids: idsOf(known), madeSecrets, afterwards };
  const errors =
    changing.length > MAX_CHANGES ? [tooMany(changing.length)] : [...draft.errors, ...(await runSteps(work, changing))];
  const changes = inOrderOfTheFile(draft.steps.map(({ change }) => change));
  const summary = count(changes);
  const isKept = apply && errors.length === 0;
  if (isKept && changing.length > 0) {
    const metadata = { ...summary, prune };
    await recordAudit(tx, { actor, action: "configuration.imported", resourceType: "configuration", metadata });
  }
  return { applied: false, summary, changes, notes: draft.notes, errors, madeSecrets: isKept ? madeSecrets : [] };
}

function idsOf(known: KnownObjects): Ids {
  const mapOf = (kind: ConfigurationKind) => new Map(known[PARTS[kind]].map(({ key, id }) => [key, id]));
  return Object.fromEntries(ConfigurationKind.options.map((kind) => [kind, mapOf(kind)])) as Ids;
}

function tooMany(changes: number): FieldError {
  const [max, wanted] = [MAX_CHANGES, changes].map((each) => each.toLocaleString("en"));
  const detail = `makes ${wanted} changes, and one import may make ${max}: divide the file, its parts can be left out`;
  return { pointer: "", detail, code: "too_many_changes" };
}

function inOrderOfTheFile(changes: readonly PlannedChange[]): PlannedChange[] {
  const kinds = ConfigurationKind.options;
  const place = ({ pointer }: PlannedChange) =>
    pointer === null ? Number.POSITIVE_INFINITY : Number(pointer.split("/")[2]);
  return [...changes].sort((one, other) => {
    const byKind = kinds.indexOf(one.kind) - kinds.indexOf(other.kind);
    return byKind !== 0 ? byKind : place(one) === place(other) ? 0 : place(one) - place(other);
  });
}

function count(changes: readonly PlannedChange[]): Plan["summary"] {
  const of = (action: PlannedChange["action"]) => changes.filter((change) => change.action === action).length;
  return { create: of("create"), update: of("update"), unchanged: of("unchanged"), delete: of("delete") };
}
