import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { Download } from "lucide-react";

import { ImportForm } from "~/components/configuration/import-form";
import { ImportReport } from "~/components/configuration/import-report";
import { PlanView } from "~/components/configuration/plan-view";
import { PageBoundary } from "~/components/page-boundary";
import { buttonClass } from "~/components/ui/button-class";
import { PageHeader } from "~/components/ui/page-header";
import { Panel } from "~/components/ui/panel";
import { ShownNotice } from "~/components/ui/shown-notice";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { readConfigurationForm } from "~/web/pages/read-configuration-form.server";
import { submitConfiguration } from "~/web/pages/submit-configuration.server";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction = () => [{ title: "Configuration · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context, "configuration.import");
  return null;
}

/** Plans a file, or applies it; nothing is changed without the second button. */
export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "configuration.import");
  const { text, apply, problem } = await readConfigurationForm(request);
  const headers = { "Cache-Control": "no-store" };
  const key = context.requestId;
  if (problem !== null) return data({ plan: null, report: [], text, problem, key }, { status: 400, headers });
  const { plan, report } = await submitConfiguration(context.ctx, { actor: actorOf(user, context), text, apply });
  // What was applied needs no second sending.
  const status = plan.errors.length === 0 ? 200 : 400;
  return data({ plan, report, text: plan.applied ? "" : text, problem: null, key }, { status, headers });
}

export default function ConfigurationPage() {
  const answer = useActionData<typeof action>();
  const plan = answer?.plan ?? null;
  return (
    <>
      <PageHeader
        title="Configuration"
        actions={
          <>
            <a href={paths.configurationExport("yaml")} download className={buttonClass()}>
              <Download size={15} aria-hidden /> YAML
            </a>
            <a href={paths.configurationExport("json")} download className={buttonClass()}>
              <Download size={15} aria-hidden /> JSON
            </a>
          </>
        }
      >
        Networks, watchlists, rules, channels, escalation policies and silences as one file, without secrets: to keep in
        version control, or to bring to another Sentinel.
      </PageHeader>
      {answer === undefined ? null : (
        <div className="mb-3">
          <ShownNotice key={answer.key} look={plan !== null && plan.errors.length === 0 ? "good" : "bad"}>
            {answer.problem ?? words(plan)}
          </ShownNotice>
        </div>
      )}
      <div className="flex flex-col gap-4">
        {plan === null ? null : <PlanView plan={plan} />}
        {answer === undefined || answer.report.length === 0 ? null : <ImportReport report={answer.report} />}
        <Panel title="Import">
          <ImportForm
            key={answer?.key ?? ""}
            text={answer?.text ?? ""}
            canApply={plan !== null && !plan.applied && plan.errors.length === 0}
          />
        </Panel>
      </div>
    </>
  );
}

function words(plan: NonNullable<ReturnType<typeof useActionData<typeof action>>>["plan"]): string {
  if (plan === null) return "";
  if (plan.applied) return "Applied.";
  if (plan.errors.length > 0) return "Nothing was changed: see what is in the way.";
  const { create, update, delete: removed } = plan.summary;
  return create + update + removed === 0
    ? "Nothing would change: everything is as the file says."
    : "This is what would change. Nothing was done yet.";
}

export { PageBoundary as ErrorBoundary };
