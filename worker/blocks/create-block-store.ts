import { advanceBackfill } from "~/domain/networks/advance-backfill.server";
import { findCheckpoint } from "~/domain/networks/find-checkpoint.server";
import { listAlertBlocks } from "~/domain/networks/list-alert-blocks.server";
import { listOpenBackfills } from "~/domain/networks/list-open-backfills.server";
import { moveCheckpoint } from "~/domain/networks/move-checkpoint.server";
import { openBackfill } from "~/domain/networks/open-backfill.server";
import type { Context } from "~/platform/context.server";
import type { BlockStore } from "./block-store";

/** A network's progress in the database. `leaseToken` is asked at every write: another worker's is refused there. */
export function createBlockStore(
  ctx: Pick<Context, "sql" | "relay" | "newId">,
  { networkId, leaseToken }: { networkId: string; leaseToken: () => bigint },
): BlockStore {
  const held = () => ({ networkId, leaseToken: leaseToken() });
  return {
    findCheckpoint: () => findCheckpoint(ctx, { networkId }),
    moveCheckpoint: (to) => moveCheckpoint(ctx, { ...held(), ...to }),
    openBackfill: (missed, checkpoint) => openBackfill(ctx, { ...held(), ...missed, checkpoint }),
    listOpenBackfills: () => listOpenBackfills(ctx, { networkId }),
    advanceBackfill: (id, progress) => advanceBackfill(ctx, { ...held(), id, ...progress }),
    listAlertBlocks: (from) => listAlertBlocks(ctx, { networkId, from }),
  };
}
