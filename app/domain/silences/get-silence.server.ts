import type { Context } from "~/platform/context.server";
import { getSilenceRow } from "./get-silence-row.server";
import { presentSilences } from "./present-silences.server";
import type { Silence } from "./silence";

/** One silence, also one that has ended. @throws AppError `not_found`. */
export async function getSilence(ctx: Pick<Context, "db">, { id }: { id: string }): Promise<Silence> {
  const [silence] = await presentSilences(ctx.db, [await getSilenceRow(ctx.db, id)]);
  if (silence === undefined) throw new Error("the silence that was just read is missing");
  return silence;
}
