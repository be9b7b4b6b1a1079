import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { KeyRound } from "lucide-react";

import { KeyForm } from "~/components/account/key-form";
import { KeyOnce } from "~/components/account/key-once";
import { KeyTable } from "~/components/account/key-table";
import { useShownOnce } from "~/components/account/use-shown-once";
import { PageBoundary } from "~/components/page-boundary";
import { buttonClass } from "~/components/ui/button-class";
import { EmptyState } from "~/components/ui/empty-state";
import { PageHeader } from "~/components/ui/page-header";
import { Pager } from "~/components/ui/pager";
import { Panel } from "~/components/ui/panel";
import { ShownNotice } from "~/components/ui/shown-notice";
import { listApiKeys } from "~/domain/api-keys/list-api-keys.server";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { changeKeys } from "~/web/pages/change-keys.server";
import { listRequest } from "~/web/pages/list-request";
import { orPageError } from "~/web/pages/or-page-error.server";
import { privateHeaders } from "~/web/pages/private-headers";
import { assertSameOrigin } from "~/web/same-origin.server";

const DEFAULT_DAYS = "90";

export const meta: MetaFunction = () => [{ title: "API keys · Sentinel" }];

export const headers = privateHeaders;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const user = await requireUser(request, context, "api_key.read");
  const { part } = listRequest(request);
  const actor = actorOf(user, context);
  const keys = await orPageError(listApiKeys(context.ctx, { actor, userId: user.id, ...part }));
  const search = new URL(request.url).searchParams;
  const typed = {
    name: search.get("name")?.slice(0, 100) ?? "",
    role: search.get("role") ?? user.role,
    expiresIn: search.get("expiresIn") ?? DEFAULT_DAYS,
  };
  return { keys, role: user.role, typed, isReturning: search.has("name") };
}

export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "api_key.create");
  return orPageError(changeKeys({ user, formData: await request.formData(), context }));
}

export default function KeysPage() {
  const { keys, role, typed, isReturning } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const made = useShownOnce(answer?.kind === "made" ? answer.made : null);
  return (
    <>
      <PageHeader
        title="API keys"
        actions={
          <Link to={paths.account()} className={buttonClass("quiet")}>
            My account
          </Link>
        }
      >
        For programs that act for you. What a key may do is never more than what you may at that moment.
      </PageHeader>
      <div className="flex max-w-4xl flex-col gap-4">
        {answer?.kind === "revoked" ? (
          <ShownNotice key={answer.at} look="good">
            It is revoked.
          </ShownNotice>
        ) : null}
        {answer?.kind === "failed" ? (
          <ShownNotice key={answer.at} look="bad">
            {answer.message}
          </ShownNotice>
        ) : null}
        {made === null ? null : <KeyOnce name={made.name} value={made.key} />}
        <Panel title="Make a key">
          {isReturning && answer === undefined ? (
            <p className="mb-4 text-sm text-muted">Thank you. Press the button once more.</p>
          ) : null}
          <KeyForm
            key={made?.key}
            role={role}
            typed={made === null ? typed : { name: "", role, expiresIn: DEFAULT_DAYS }}
            lastResult={answer?.kind === "refused" ? answer.lastResult : undefined}
          />
        </Panel>
        <Panel title="Your keys" flush>
          {keys.data.length > 0 ? (
            <KeyTable keys={keys.data} />
          ) : (
            <EmptyState icon={KeyRound} title="No key yet">
              Give a program its own key, named after it: then you see whether it is used, and can revoke it alone.
            </EmptyState>
          )}
        </Panel>
        <Pager nextCursor={keys.nextCursor} />
      </div>
    </>
  );
}

export { PageBoundary as ErrorBoundary };
