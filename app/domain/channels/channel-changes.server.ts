import { type Changes, changes } from "~/domain/audit/changes.server";
import type { Context } from "~/platform/context.server";
import { openConfig } from "./channel-secrets.server";
import { type ChannelRow, toChannel } from "./to-channel";

type SealedRow = ChannelRow & { configEncrypted: string };

/**
 * What an audit entry says of a channel's change: the masked configuration, and as `credentials` the keyed digest of the
 * whole one where it is new, so that an exchanged secret shows without being told.
 */
export function channelChanges(
  ctx: Pick<Context, "secrets">,
  before: SealedRow | null,
  after: SealedRow | null,
): Changes {
  const isNew = after !== null && before?.configEncrypted !== after.configEncrypted;
  const factsOf = (row: SealedRow) => {
    const { health: _, ...facts } = toChannel(row);
    return { ...facts, ...(isNew ? { credentials: openConfig(ctx, row).config } : {}) };
  };
  return changes(before && factsOf(before), after && factsOf(after), {
    secret: ["credentials"],
    secrets: ctx.secrets,
  });
}
