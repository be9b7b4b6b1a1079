import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { ArrowLeft } from "lucide-react";

import { HostileText } from "~/components/hostile-text";
import { PageBoundary } from "~/components/page-boundary";
import { useRights } from "~/components/rights-context";
import { ReplayPanel } from "~/components/trials/replay-panel";
import type { TrialErrors } from "~/components/trials/trial-choices";
import { TryPanel } from "~/components/trials/try-panel";
import { buttonClass } from "~/components/ui/button-class";
import { PageHeader } from "~/components/ui/page-header";
import { cancelJob } from "~/domain/jobs/cancel-job.server";
import { getJob } from "~/domain/jobs/get-job.server";
import { getRule } from "~/domain/rules/get-rule.server";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { loadTrialChoices } from "~/web/pages/load-trial-choices.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { requireId } from "~/web/pages/require-id";
import { submitReplay, submitTry } from "~/web/pages/submit-trial.server";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Try ${data?.rule.name ?? "a rule"} · Sentinel` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  const { ctx } = context;
  const jobId = new URL(request.url).searchParams.get("job");
  const rule = await orPageError(getRule(ctx, { id: requireId(params.ruleId) }));
  const [choices, job] = await orPageError(
    Promise.all([loadTrialChoices(ctx, rule), jobId === null ? null : getJob(ctx, { id: requireId(jobId) })]),
  );
  return { rule, choices, job };
}

/** Tries the rule on a transaction, starts a replay, or cancels one. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const { ctx } = context;
  const ruleId = requireId(params.ruleId);
  // Before anything of a stranger's is read.
  await requireUser(request, context, "rule.test");
  const formData = await request.formData();
  if (formData.get("intent") === "try") {
    const outcome = await submitTry(ctx, { ruleId, formData });
    return "errors" in outcome ? data(outcome, { status: 400 }) : outcome;
  }
  const actor = actorOf(await requireUser(request, context, "backtest.run"), context);
  if (formData.get("intent") === "cancel") {
    const id = requireId(String(formData.get("jobId")));
    await orPageError(cancelJob(ctx, { actor, id }));
    throw redirect(tryPath(ruleId, id));
  }
  const outcome = await submitReplay(ctx, { actor, ruleId, formData });
  if ("errors" in outcome) return data(outcome, { status: 400 });
  throw redirect(tryPath(ruleId, outcome.job.id));
}

function tryPath(ruleId: string, jobId: string): string {
  return `${paths.rule(ruleId)}/try?job=${jobId}`;
}

export default function TryRulePage() {
  const { rule, choices, job } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const rights = useRights();
  const errors: TrialErrors = answer && "errors" in answer ? answer.errors : {};
  return (
    <>
      <PageHeader
        title={
          <>
            Try <HostileText text={rule.name} max={80} />
          </>
        }
        actions={
          <Link to={paths.rule(rule.id)} className={buttonClass()}>
            <ArrowLeft size={15} aria-hidden /> The rule
          </Link>
        }
      >
        As it is saved. Nothing that is found here is alerted on, and nobody is told.
      </PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <TryPanel choices={choices} />
        <ReplayPanel
          choices={choices}
          job={job}
          errors={errors}
          isOfMined={rule.stage === "confirmed"}
          mayStart={rights.edit}
        />
      </div>
    </>
  );
}

export { PageBoundary as ErrorBoundary };
