import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { UserPlus, Users } from "lucide-react";

import { PageBoundary } from "~/components/page-boundary";
import { InvitationList } from "~/components/people/invitation-list";
import { PeopleTable } from "~/components/people/people-table";
import { TotpDemand } from "~/components/people/totp-demand";
import { buttonClass } from "~/components/ui/button-class";
import { EmptyState } from "~/components/ui/empty-state";
import { PageHeader } from "~/components/ui/page-header";
import { Pager } from "~/components/ui/pager";
import { Panel } from "~/components/ui/panel";
import { SearchForm } from "~/components/ui/search-form";
import { ShownNotice } from "~/components/ui/shown-notice";
import { AppError } from "~/domain/errors";
import { listInvitations } from "~/domain/invitations/list-invitations.server";
import { revokeInvitation } from "~/domain/invitations/revoke-invitation.server";
import { getSecuritySettings } from "~/domain/settings/get-security-settings.server";
import { SecuritySettings } from "~/domain/settings/security-settings";
import { updateSecuritySettings } from "~/domain/settings/update-security-settings.server";
import { listUsers } from "~/domain/users/list-users.server";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { listRequest } from "~/web/pages/list-request";
import { orPageError } from "~/web/pages/or-page-error.server";
import { requireId } from "~/web/pages/require-id";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction = () => [{ title: "People · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context, "user.read");
  const { ctx } = context;
  const { q, part } = listRequest(request);
  const [people, invitations, settings] = await orPageError(
    Promise.all([
      listUsers(ctx, { ...part, q: q === "" ? undefined : q }),
      listInvitations(ctx, { limit: 100, state: ["open"] }),
      getSecuritySettings(ctx),
    ]),
  );
  return { people, invitations, settings, q };
}

/** Revokes an invitation, or changes what sign-ins demand. */
export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const formData = await request.formData();
  const isSecurity = formData.get("intent") === "security";
  const user = await requireUser(request, context, isSecurity ? "security.write" : "invitation.write");
  const actor = actorOf(user, context);
  const said = (done: boolean, text: string) => ({ done, text, key: context.requestId });
  try {
    if (isSecurity) {
      const input = SecuritySettings.safeParse({ requireTotpFor: formData.getAll("requireTotpFor") });
      if (!input.success) return data(said(false, "Choose among the roles."), { status: 400 });
      await updateSecuritySettings(context.ctx, { actor, input: input.data });
      return said(true, "Saved. It holds for everybody within a minute.");
    }
    await revokeInvitation(context.ctx, { actor, id: requireId(String(formData.get("invitationId") ?? "")) });
    return said(true, "The invitation's link works no more.");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return data(said(false, error.message), { status: 409 });
  }
}

export default function PeoplePage() {
  const { people, invitations, settings, q } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHeader
        title="People"
        actions={
          <Link to={paths.newInvitation()} className={buttonClass("primary")}>
            <UserPlus size={15} aria-hidden /> Invite somebody
          </Link>
        }
      >
        Who may sign in, and what they may do.
      </PageHeader>
      {answer === undefined ? null : (
        <div className="mb-3">
          <ShownNotice key={answer.key} look={answer.done ? "good" : "bad"}>
            {answer.text}
          </ShownNotice>
        </div>
      )}
      <SearchForm action={paths.people()} q={q} label="Search name or email" />
      <div className="flex flex-col gap-4">
        <Panel title="People" flush aside={<span className="tabular">{people.total.toLocaleString("en-US")}</span>}>
          {people.data.length === 0 ? (
            <EmptyState icon={Users} title="Nobody is called that">
              No name and no email address has “{q}” in it.
            </EmptyState>
          ) : (
            <PeopleTable people={people.data} />
          )}
        </Panel>
        <Pager nextCursor={people.nextCursor} />
        {invitations.total === 0 ? null : (
          <Panel
            title="Open invitations"
            flush
            aside={<span className="tabular">{invitations.total.toLocaleString("en-US")}</span>}
          >
            <InvitationList invitations={invitations.data} />
          </Panel>
        )}
        <Panel title="Two-factor is demanded of">
          <TotpDemand settings={settings} without={people.data.filter(({ mfaEnabled }) => !mfaEnabled).length} />
        </Panel>
      </div>
    </>
  );
}

export { PageBoundary as ErrorBoundary };
