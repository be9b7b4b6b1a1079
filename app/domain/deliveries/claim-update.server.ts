import type pg from "pg";

import type { ChannelType } from "~/domain/channels/channel";
import type { Context } from "~/platform/context.server";
import { claimOnce } from "./claim-once.server";
import type { ClaimResult } from "./claim-result";
import { claimedOf } from "./claim-row";
import { claimTransaction } from "./claim-transaction.server";
import { type ChannelMessage, orderUpdate, type UpdateTurn } from "./order-update";
import { BUSY, END, FIRST, FOLLOWERS, LOCK, MESSAGES, NEWEST_REMOTE } from "./update-statements";

interface First {
  id: string;
  /** The message that tells of it: its own, or that of the group which it is part of. */
  leaderId: string;
  channelType: ChannelType;
}

/** Their messages can be changed in place: one edit tells of everything that has happened by then. */
const EDITED: ReadonlySet<ChannelType> = new Set(["discord", "telegram"]);
/** A message of their own for each alert of a group would be the flood that the group kept away. */
const NOT_FOLLOWED_UP: ReadonlySet<ChannelType> = new Set(["slack", "email"]);
const LOOK_AGAIN_MS = 500;
const SUPERSEDED = "A newer state had been told already.";
const POINTLESS = "This channel has not been told of the alert, so there was nothing to update.";
const IN_GROUP = "The alert was told in a message with others; the feed shows what has become of it.";

/**
 * Takes an update of an alert for sending when it is its turn; see `orderUpdate`. The message that it updates is locked
 * meanwhile, so that two processes cannot both find that it is theirs. What has no turn any more ends here. An edit of a
 * message takes with it all that waits to edit the same one.
 */
export async function claimUpdate(
  ctx: Context,
  { id, isPumped }: { id: string; isPumped: boolean },
): Promise<ClaimResult> {
  const { result, isOver } = await claimTransaction(ctx, (client) => decide(client, { id, isPumped }));
  if (isOver) ctx.relay.publish("deliveries.changed", { id });
  return result;
}

interface Decision {
  result: ClaimResult;
  /** It has ended without being sent. */
  isOver: boolean;
}

const decided = (result: ClaimResult): Decision => ({ result, isOver: false });

async function decide(client: pg.PoolClient, { id, isPumped }: { id: string; isPumped: boolean }): Promise<Decision> {
  const first = (await client.query<First>(FIRST, [id])).rows[0];
  if (first === undefined) return end(client, id, POINTLESS);
  await client.query(LOCK, [first.id, first.leaderId]);
  const { rows } = await client.query<ChannelMessage & { groupSize: number }>(MESSAGES, [id, first.id, first.leaderId]);
  const turn = orderUpdate(id, rows);
  const groupSize = rows[0]?.groupSize ?? 1;
  const over = reasonToEnd(turn) ?? (groupSize > 1 && NOT_FOLLOWED_UP.has(first.channelType) ? IN_GROUP : null);
  if (over !== null && turn.kind !== "not_due" && turn.kind !== "later") return end(client, id, over);
  if (turn.kind === "later") return decided({ kind: "later", inMs: Math.ceil(turn.inMs) });
  if (turn.kind !== "send") return decided({ kind: "not_due" });

  const isEdit = EDITED.has(first.channelType);
  if (isEdit && groupSize > 1) {
    const busy = await client.query(BUSY, [first.leaderId]);
    if (busy.rows.length > 0) return decided({ kind: "later", inMs: LOOK_AGAIN_MS });
  }
  return take(client, { id, isPumped, first, isEdit, groupSize, editRemoteId: turn.editRemoteId });
}

function reasonToEnd(turn: UpdateTurn): string | null {
  if (turn.kind === "superseded") return SUPERSEDED;
  return turn.kind === "pointless" ? POINTLESS : null;
}

async function end(client: pg.PoolClient, id: string, reason: string): Promise<Decision> {
  await client.query(END, [id, reason]);
  return { result: { kind: "not_due" }, isOver: true };
}

interface Turn {
  id: string;
  isPumped: boolean;
  first: First;
  isEdit: boolean;
  groupSize: number;
  editRemoteId: string | null;
}

async function take(client: pg.PoolClient, turn: Turn): Promise<Decision> {
  const { id, isPumped, first, isEdit, groupSize } = turn;
  const row = await claimOnce(client, { id, isPumped, hasTurn: true });
  if (row?.kind === "parked") {
    const { paceKey, critical, inMs } = row;
    return decided({ kind: "parked", paceKey, critical, inMs: Math.ceil(inMs) });
  }
  if (row?.kind !== "claimed") return decided({ kind: "not_due" });
  let { editRemoteId } = turn;
  if (isEdit) {
    await client.query(FOLLOWERS, [first.leaderId, id]);
    // In a group another alert's update may have been the last to make a new message.
    const newest = groupSize > 1 ? await client.query<{ remoteId: string }>(NEWEST_REMOTE, [first.leaderId]) : null;
    editRemoteId = newest?.rows[0]?.remoteId ?? editRemoteId;
  }
  const groupOf = isEdit && groupSize > 1 ? first.leaderId : null;
  return decided({ kind: "claimed", delivery: { ...claimedOf(row), editRemoteId, groupOf } });
}
