import type { Context } from "~/platform/context.server";
import { type ChatLink, ChatProvider } from "./chat-link";

/** A user's chat accounts, oldest first. */
export async function listChatLinks(ctx: Pick<Context, "db">, { userId }: { userId: string }): Promise<ChatLink[]> {
  const rows = await ctx.db.chatIdentity.findMany({
    where: { userId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(({ id, provider, label, createdAt }) => ({
    id,
    provider: ChatProvider.parse(provider),
    name: label,
    createdAt: createdAt.toISOString(),
  }));
}
