import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";

import { PolicyFacts } from "~/components/escalations/policy-facts";
import { PolicyForm } from "~/components/escalations/policy-form";
import { HostileText } from "~/components/hostile-text";
import { PageBoundary } from "~/components/page-boundary";
import { useRights } from "~/components/rights-context";
import { Button } from "~/components/ui/button";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { Notice } from "~/components/ui/notice";
import { PageHeader } from "~/components/ui/page-header";
import { deleteEscalationPolicy } from "~/domain/escalations/delete-escalation-policy.server";
import { NewEscalationPolicy } from "~/domain/escalations/escalation-policy";
import { getEscalationPolicy } from "~/domain/escalations/get-escalation-policy.server";
import { updateEscalationPolicy } from "~/domain/escalations/update-escalation-policy.server";
import { visibleText } from "~/domain/transactions/visible-text";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { checkedBy } from "~/web/pages/checked-by";
import { EscalationForm, escalationFieldOf } from "~/web/pages/escalation-form-schema";
import { loadChannelOptions } from "~/web/pages/load-channel-options.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { requireId } from "~/web/pages/require-id";
import { submitForm } from "~/web/pages/submit-form.server";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${visibleText(data?.policy.name ?? "Escalation policy", 80)} · Sentinel` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  const id = requireId(params.policyId);
  const [policy, channels] = await orPageError(
    Promise.all([getEscalationPolicy(context.ctx, { id }), loadChannelOptions(context.ctx)]),
  );
  return { policy, channels };
}

/** Saves or deletes the policy. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "escalation_policy.write");
  const { ctx } = context;
  const actor = actorOf(user, context);
  const id = requireId(params.policyId);
  const formData = await request.formData();
  if (formData.get("intent") === "delete") {
    await orPageError(deleteEscalationPolicy(ctx, { actor, id }));
    throw redirect(paths.escalations());
  }
  const outcome = await submitForm({
    formData,
    schema: EscalationForm,
    fieldOf: escalationFieldOf,
    operate: async (given) => updateEscalationPolicy(ctx, { actor, id, patch: checkedBy(NewEscalationPolicy, given) }),
  });
  if (outcome.done) return { savedAt: outcome.value.updatedAt, lastResult: undefined };
  const { lastResult } = outcome;
  // A step was added, moved or taken away: nothing is wrong with that.
  return data({ savedAt: null, lastResult }, { status: lastResult.status === "error" ? 400 : 200 });
}

export default function EscalationPolicyPage() {
  const { policy, channels } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const rights = useRights();
  return (
    <>
      <PageHeader title={<HostileText text={policy.name} max={80} />}>
        {policy.enabled ? "Escalation policy" : "Escalation policy, switched off"}
      </PageHeader>
      {answer?.savedAt == null ? null : (
        <Notice look="good" live className="mb-4">
          Saved. What runs goes on by it.
        </Notice>
      )}
      {rights.admin ? (
        <>
          <PolicyForm key={policy.updatedAt} policy={policy} channels={channels} lastResult={answer?.lastResult} />
          <div className="mt-6 max-w-3xl border-t border-line pt-4">
            <ConfirmDialog
              trigger={<Button look="danger">Delete the policy</Button>}
              title="Delete this policy?"
              confirm="Delete"
              intent="delete"
            >
              <p>
                What it runs for at the moment is called no further. Rules that name it follow their severity's policy.
              </p>
            </ConfirmDialog>
          </div>
        </>
      ) : (
        <PolicyFacts policy={policy} channels={channels} />
      )}
    </>
  );
}

export { PageBoundary as ErrorBoundary };
