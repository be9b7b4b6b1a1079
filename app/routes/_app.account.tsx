import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";

import { ChatAccounts } from "~/components/account/chat-accounts";
import { PasswordForm } from "~/components/account/password-form";
import { ProfileForm } from "~/components/account/profile-form";
import { SessionList } from "~/components/account/session-list";
import { TwoFactorPanel } from "~/components/account/two-factor-panel";
import { PageBoundary } from "~/components/page-boundary";
import { buttonClass } from "~/components/ui/button-class";
import { PageHeader } from "~/components/ui/page-header";
import { Panel } from "~/components/ui/panel";
import { ShownNotice } from "~/components/ui/shown-notice";
import { listApiKeys } from "~/domain/api-keys/list-api-keys.server";
import { listChatLinks } from "~/domain/chats/list-chat-links.server";
import { listTelegramBotNames } from "~/domain/chats/list-telegram-bot-names.server";
import { factorState } from "~/domain/factors/factor-state.server";
import { listSessions } from "~/domain/sessions/list-sessions.server";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { changeAccount } from "~/web/pages/change-account.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { privateHeaders } from "~/web/pages/private-headers";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction = () => [{ title: "My account · Sentinel" }];

export const headers = privateHeaders;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { ctx } = context;
  const user = await requireUser(request, context);
  const { id, name, email, role, sessionId } = user;
  const [factor, sessions, keys, links, bots] = await orPageError(
    Promise.all([
      factorState(ctx, { userId: id }),
      listSessions(ctx, { userId: id, currentId: sessionId }),
      listApiKeys(ctx, { actor: actorOf(user, context), userId: id, limit: 1 }),
      listChatLinks(ctx, { userId: id }),
      listTelegramBotNames(ctx),
    ]),
  );
  return { user: { name, email, role }, factor, sessions, keyCount: keys.total, links, canLink: bots !== null };
}

export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "account.write");
  return orPageError(changeAccount({ user, formData: await request.formData(), context }));
}

export default function AccountPage() {
  const { user, factor, sessions, keyCount, links, canLink } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refused = answer?.kind === "refused" ? answer : null;
  return (
    <>
      <PageHeader title="My account">
        {user.email} · {user.role}
      </PageHeader>
      <div className="flex flex-col gap-4">
        {answer?.kind === "failed" ? (
          <ShownNotice key={answer.at} look="bad">
            {answer.message}
          </ShownNotice>
        ) : null}
        <ProfileForm
          user={user}
          lastResult={refused?.form === "profile" ? refused.lastResult : undefined}
          savedAt={answer?.kind === "renamed" ? answer.at : null}
        />
        <PasswordForm
          user={user}
          lastResult={refused?.form === "password" ? refused.lastResult : undefined}
          changedAt={answer?.kind === "password-changed" ? answer.at : null}
        />
        <TwoFactorPanel state={factor} />
        <SessionList sessions={sessions} ended={answer?.kind === "sessions-ended" ? answer : null} />
        <Panel title="API keys" className="max-w-3xl">
          <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
            <p className="text-sm text-muted">
              {keyCount === 0
                ? "For programs that act for you. There is none."
                : `For programs that act for you: ${keyCount === 1 ? "one key" : `${keyCount} keys`}.`}
            </p>
            <Link to={paths.apiKeys()} className={buttonClass()}>
              {keyCount === 0 ? "Make a key" : "Manage the keys"}
            </Link>
          </div>
        </Panel>
        <ChatAccounts links={links} canLink={canLink} answer={answer?.kind === "chat" ? answer.chat : undefined} />
      </div>
    </>
  );
}

export { PageBoundary as ErrorBoundary };
