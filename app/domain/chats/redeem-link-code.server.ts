import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import type { ChatProvider } from "./chat-link";
import { readLinkCode } from "./link-code";
import { linkCodeDigests } from "./link-code-digests";

/** What became of a code that somebody sent. */
export type Redeemed =
  | { kind: "linked"; userName: string }
  | { kind: "wrong" }
  | { kind: "expired" }
  | { kind: "used" }
  | { kind: "disabled" };

/** Who sent it: `externalId` is the provider's id of the person, `label` their name there. */
interface Sender {
  provider: ChatProvider;
  externalId: string;
  label: string;
}

/**
 * Links a chat account with the user whose code it sent. The code works once; sent again by the account that it has
 * linked, it says so again, because a message may be handled twice. An account that spoke for another user does no more.
 */
export async function redeemLinkCode(
  ctx: Pick<Context, "db" | "secrets" | "newId">,
  { code, ...sender }: Sender & { code: string },
): Promise<Redeemed> {
  const read = readLinkCode(code);
  if (read === null) return { kind: "wrong" };
  const codeHashes = [...linkCodeDigests(ctx, sender.provider, read)];
  return ctx.db.$transaction(async (tx) => {
    const row = await tx.chatLinkCode.findFirst({ where: { codeHash: { in: codeHashes } }, include: { user: true } });
    if (row === null || row.provider !== sender.provider) return { kind: "wrong" };
    const { user } = row;
    const { provider, externalId } = sender;
    const existing = await tx.chatIdentity.findUnique({ where: { provider_externalId: { provider, externalId } } });
    const now = new Date();
    const taken = await tx.chatLinkCode.updateMany({
      where: { id: row.id, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    });
    if (taken.count === 0) {
      if (existing?.userId === user.id && row.usedAt !== null) return { kind: "linked", userName: user.name };
      return { kind: row.usedAt === null && row.expiresAt <= now ? "expired" : "used" };
    }
    if (user.disabledAt !== null) return { kind: "disabled" };
    await link(tx, { id: ctx.newId(), userId: user.id, sender, existing });
    return { kind: "linked", userName: user.name };
  });
}

async function link(
  tx: DbTransaction,
  { id, userId, sender, existing }: { id: string; userId: string; sender: Sender; existing: Known | null },
): Promise<void> {
  const actor = { userId };
  if (existing?.userId === userId) {
    await tx.chatIdentity.update({ where: { id: existing.id }, data: { label: sender.label } });
    return;
  }
  const common = { actor, resourceType: "chat_link" };
  if (existing !== null) {
    await tx.chatIdentity.deleteMany({ where: { id: existing.id } });
    const metadata = { before: { provider: sender.provider, name: existing.label, userId: existing.userId } };
    await recordAudit(tx, { ...common, action: "chat.unlinked", resourceId: existing.id, metadata });
  }
  await tx.chatIdentity.create({ data: { id, userId, ...sender } });
  const metadata = { after: { provider: sender.provider, name: sender.label, userId } };
  await recordAudit(tx, { ...common, action: "chat.linked", resourceId: id, metadata });
}

interface Known {
  id: string;
  userId: string;
  label: string;
}
