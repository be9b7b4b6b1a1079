import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";

import { PolicyForm } from "~/components/escalations/policy-form";
import { PageBoundary } from "~/components/page-boundary";
import { PageHeader } from "~/components/ui/page-header";
import { createEscalationPolicy } from "~/domain/escalations/create-escalation-policy.server";
import { NewEscalationPolicy } from "~/domain/escalations/escalation-policy";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { checkedBy } from "~/web/pages/checked-by";
import { EscalationForm, escalationFieldOf } from "~/web/pages/escalation-form-schema";
import { loadChannelOptions } from "~/web/pages/load-channel-options.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { submitForm } from "~/web/pages/submit-form.server";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction = () => [{ title: "New escalation policy · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context, "escalation_policy.write");
  return { channels: await orPageError(loadChannelOptions(context.ctx)) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "escalation_policy.write");
  const outcome = await submitForm({
    formData: await request.formData(),
    schema: EscalationForm,
    fieldOf: escalationFieldOf,
    operate: async (given) =>
      createEscalationPolicy(context.ctx, {
        actor: actorOf(user, context),
        input: checkedBy(NewEscalationPolicy, given),
      }),
  });
  // A step was added, moved or taken away: nothing is wrong with that.
  if (!outcome.done) return data(outcome.lastResult, { status: outcome.lastResult.status === "error" ? 400 : 200 });
  return redirect(paths.escalations());
}

export default function NewEscalationPolicyPage() {
  const { channels } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title="New escalation policy" />
      <PolicyForm policy={null} channels={channels} lastResult={useActionData<typeof action>()} />
    </>
  );
}

export { PageBoundary as ErrorBoundary };
