import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";

import { ChatAccounts, type ChatAccountsAnswer } from "~/components/account/chat-accounts";
import { PageBoundary } from "~/components/page-boundary";
import { PageHeader } from "~/components/ui/page-header";
import { createLinkCode } from "~/domain/chats/create-link-code.server";
import { deleteChatLink } from "~/domain/chats/delete-chat-link.server";
import { listChatLinks } from "~/domain/chats/list-chat-links.server";
import { listTelegramBotNames } from "~/domain/chats/list-telegram-bot-names.server";
import { AppError } from "~/domain/errors";
import { actorOf, requireUser } from "~/web/auth.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { requireId } from "~/web/pages/require-id";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction = () => [{ title: "My account · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { ctx } = context;
  const user = await requireUser(request, context);
  const [links, bots] = await orPageError(
    Promise.all([listChatLinks(ctx, { userId: user.id }), listTelegramBotNames(ctx)]),
  );
  return { email: user.email, role: user.role, links, canLink: bots !== null };
}

/** Makes a code for a chat account, or unlinks one. */
export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const { ctx } = context;
  const user = await requireUser(request, context);
  const actor = actorOf(user, context);
  const formData = await request.formData();
  const answer = async (): Promise<ChatAccountsAnswer> => {
    if (formData.get("intent") === "link") return { code: await createLinkCode(ctx, { actor, provider: "telegram" }) };
    const id = requireId(String(formData.get("linkId") ?? ""));
    const link = (await listChatLinks(ctx, { userId: user.id })).find((each) => each.id === id);
    await deleteChatLink(ctx, { actor, id });
    return { unlinked: link?.name ?? "The account" };
  };
  try {
    return data(await answer(), { headers: { "Cache-Control": "no-store" } });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return data<ChatAccountsAnswer>({ error: error.message }, { status: error.code === "not_found" ? 404 : 409 });
  }
}

export default function AccountPage() {
  const { email, role, links, canLink } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHeader title="My account">
        {email} · {role}
      </PageHeader>
      <ChatAccounts links={links} canLink={canLink} answer={answer} />
    </>
  );
}

export { PageBoundary as ErrorBoundary };
