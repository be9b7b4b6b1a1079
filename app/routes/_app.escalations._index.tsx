import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Plus, Siren } from "lucide-react";

import { PolicyTable } from "~/components/escalations/policy-table";
import { RunningEscalations } from "~/components/escalations/running-escalations";
import { PageBoundary } from "~/components/page-boundary";
import { useRights } from "~/components/rights-context";
import { buttonClass } from "~/components/ui/button-class";
import { EmptyState } from "~/components/ui/empty-state";
import { PageHeader } from "~/components/ui/page-header";
import { Pager } from "~/components/ui/pager";
import { Panel } from "~/components/ui/panel";
import { acknowledgeEscalation } from "~/domain/escalations/acknowledge-escalation.server";
import { countPolicyRules } from "~/domain/escalations/count-policy-rules.server";
import { listEscalationPolicies } from "~/domain/escalations/list-escalation-policies.server";
import { listEscalations } from "~/domain/escalations/list-escalations.server";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { listRequest } from "~/web/pages/list-request";
import { orPageError } from "~/web/pages/or-page-error.server";
import { requireId } from "~/web/pages/require-id";
import { assertSameOrigin } from "~/web/same-origin.server";

const RUNNING_SHOWN = 20;

export const meta: MetaFunction = () => [{ title: "Escalations · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  const { ctx } = context;
  const [policies, rules, running] = await orPageError(
    Promise.all([
      listEscalationPolicies(ctx, listRequest(request).part),
      countPolicyRules(ctx),
      listEscalations(ctx, { limit: RUNNING_SHOWN, filter: { state: "running" } }),
    ]),
  );
  const data = policies.data.map((policy) => ({ ...policy, rules: rules.get(policy.id) ?? 0 }));
  return { policies: { ...policies, data }, running };
}

/** Acknowledges what runs. */
export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "alert.acknowledge");
  const id = requireId(String((await request.formData()).get("id")));
  await orPageError(acknowledgeEscalation(context.ctx, { actor: actorOf(user, context), id }));
  return null;
}

export default function EscalationsPage() {
  const { policies, running } = useLoaderData<typeof loader>();
  const rights = useRights();
  const add = rights.admin ? (
    <Link to={paths.newEscalation()} className={buttonClass("primary")}>
      <Plus size={15} aria-hidden /> New policy
    </Link>
  ) : null;
  return (
    <>
      <PageHeader title="Escalations" actions={add}>
        Who is called next when nobody acknowledges an alert.
      </PageHeader>
      <RunningEscalations running={running.data} total={running.total} />
      <Panel title="Policies" flush>
        {policies.data.length > 0 ? (
          <PolicyTable policies={policies.data} />
        ) : (
          <EmptyState icon={Siren} title="Nobody is called a second time yet" action={add}>
            A policy tells one channel after the other until somebody acknowledges: the team's chat first, then the
            phone of whoever is on call.
          </EmptyState>
        )}
      </Panel>
      <Pager nextCursor={policies.nextCursor} />
    </>
  );
}

export { PageBoundary as ErrorBoundary };
