import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";

import { PageBoundary } from "~/components/page-boundary";
import { RuleForm } from "~/components/rules/rule-form";
import { PageHeader } from "~/components/ui/page-header";
import { createRule } from "~/domain/rules/create-rule.server";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { loadRuleForm } from "~/web/pages/load-rule-form.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { requireId } from "~/web/pages/require-id";
import { NewRuleForm } from "~/web/pages/rule-form-schema";
import { submitRule } from "~/web/pages/submit-rule.server";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction = () => [{ title: "New rule · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context, "rule.write");
  const asked = new URL(request.url).searchParams.get("watchlistId");
  const watchlistId = asked === null ? null : requireId(asked);
  return { choices: await orPageError(loadRuleForm(context.ctx, watchlistId)), watchlistId };
}

export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "rule.write");
  const outcome = await submitRule({
    formData: await request.formData(),
    schema: NewRuleForm,
    operate: (input) => createRule(context.ctx, { actor: actorOf(user, context), input }),
  });
  if (outcome.done) return redirect(paths.rules());
  const { lastResult, places } = outcome;
  return data({ lastResult, places }, { status: 400 });
}

export default function NewRulePage() {
  const { choices, watchlistId } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <>
      <PageHeader title="New rule" />
      <RuleForm rule={null} choices={choices} watchlistId={watchlistId ?? undefined} refused={refused} />
    </>
  );
}

export { PageBoundary as ErrorBoundary };
