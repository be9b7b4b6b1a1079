import { QuietHours } from "~/domain/channels/channel-options";
import { hoursEnd } from "~/domain/channels/hours";
import type { ClaimRow, Sql } from "./claim-row";
import { CLAIM } from "./claim-statement.server";
import { putOff } from "./put-off.server";

/** How a delivery is asked for. */
export interface ClaimOptions {
  id: string;
  /** By its destination's pump: it has waited for its turn there. */
  isPumped?: boolean;
  /** Its group is locked. */
  isLocked?: boolean;
  /** Of an update: it has its turn among the alert's messages. */
  hasTurn?: boolean;
}

/** How early a job may come: timers and clocks differ by milliseconds. */
const TOLERANCE_SECONDS = 0.025;

/**
 * Asks for a delivery with one statement, and with a second one where the channel has quiet hours (the calendar is not
 * the database's business). What lies in them is put off to their end.
 *
 * @returns null when it is not there to be taken; `put_off` with the time until it is due again, ms.
 */
export async function claimOnce(
  sql: Sql,
  { id, isPumped = false, isLocked = false, hasTurn = false }: ClaimOptions,
): Promise<ClaimRow | { kind: "put_off"; inMs: number; alertId: string | null } | null> {
  const ask = async (isOutsideHours: boolean) => {
    const values = [id, TOLERANCE_SECONDS, isPumped, isLocked, isOutsideHours, hasTurn];
    return (await sql.query<ClaimRow>({ name: "claim-delivery", text: CLAIM, values })).rows[0] ?? null;
  };
  const row = await ask(false);
  if (row?.kind !== "hours") return row;
  const now = new Date();
  const end = hoursEnd(QuietHours.safeParse(row.quietHours).data ?? null, now);
  if (end === null) return ask(true);
  await putOff(sql, { id, until: end });
  return { kind: "put_off", inMs: end.getTime() - now.getTime(), alertId: row.alertId };
}
