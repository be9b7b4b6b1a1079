import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { Bell, BellOff, FlaskConical } from "lucide-react";

import { HostileText } from "~/components/hostile-text";
import { PageBoundary } from "~/components/page-boundary";
import { useRights } from "~/components/rights-context";
import { RuleForm } from "~/components/rules/rule-form";
import { RuleTable } from "~/components/rules/rule-table";
import { SilencedMark } from "~/components/silences/silenced-mark";
import { Button } from "~/components/ui/button";
import { buttonClass } from "~/components/ui/button-class";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { Notice } from "~/components/ui/notice";
import { PageHeader } from "~/components/ui/page-header";
import { Panel } from "~/components/ui/panel";
import { AppError } from "~/domain/errors";
import { deleteRule } from "~/domain/rules/delete-rule.server";
import { getRule } from "~/domain/rules/get-rule.server";
import { updateRule } from "~/domain/rules/update-rule.server";
import { listSilencedRules } from "~/domain/silences/list-silenced-rules.server";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { loadRuleForm } from "~/web/pages/load-rule-form.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { requireId } from "~/web/pages/require-id";
import { RuleForm as RuleFormSchema } from "~/web/pages/rule-form-schema";
import { submitRule } from "~/web/pages/submit-rule.server";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.rule.name ?? "Rule"} · Sentinel` }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  const rule = await orPageError(getRule(context.ctx, { id: requireId(params.ruleId) }));
  const [choices, silenced] = await orPageError(
    Promise.all([
      loadRuleForm(context.ctx, rule.watchlistId, rule.inhibitedBy),
      listSilencedRules(context.ctx, { ruleIds: [rule.id] }),
    ]),
  );
  return { rule, choices, silenced };
}

/** Saves, switches or deletes the rule. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "rule.write");
  const { ctx } = context;
  const actor = actorOf(user, context);
  const id = requireId(params.ruleId);
  const formData = await request.formData();
  const intent = formData.get("intent");
  if (intent === "delete") {
    await orPageError(deleteRule(ctx, { actor, id }));
    throw redirect(paths.rules());
  }
  if (intent === "switch") {
    try {
      await updateRule(ctx, { actor, id, patch: { enabled: formData.get("enabled") === "true" } });
      return { saved: true };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return data({ saved: false, error: error.errors[0]?.detail ?? error.message }, { status: 400 });
    }
  }
  const outcome = await submitRule({
    formData,
    schema: RuleFormSchema,
    operate: (patch) => updateRule(ctx, { actor, id, patch }),
  });
  if (outcome.done) return { saved: true };
  const { lastResult, places } = outcome;
  return data({ saved: false, lastResult, places }, { status: 400 });
}

export default function RulePage() {
  const { rule, choices, silenced } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const rights = useRights();
  return (
    <>
      <PageHeader
        title={<HostileText text={rule.name} max={80} />}
        actions={
          <>
            <Link to={paths.tryRule(rule.id)} className={buttonClass()}>
              <FlaskConical size={15} aria-hidden /> Try it
            </Link>
            {rights.edit ? (
              <Link to={paths.newSilence(`ruleId=${rule.id}`)} className={buttonClass()}>
                <BellOff size={15} aria-hidden /> Silence
              </Link>
            ) : null}
            <Link to={paths.alerts(`ruleId=${rule.id}`)} className={buttonClass()}>
              <Bell size={15} aria-hidden /> Its alerts
            </Link>
          </>
        }
      />
      {silenced.map((each) => (
        <p key={each.silenceId} className="mb-5">
          <SilencedMark silenced={each} />
        </p>
      ))}
      {rights.edit ? (
        <>
          {answer?.saved === true ? (
            <Notice look="good" live className="mb-5 max-w-3xl">
              Saved. The worker takes it over within two seconds.
            </Notice>
          ) : null}
          <RuleForm
            key={`${rule.id}${rule.version}`}
            rule={rule}
            choices={choices}
            refused={answer && "lastResult" in answer ? answer : undefined}
          />
          <div className="mt-6 max-w-3xl border-t border-line pt-4">
            <ConfirmDialog
              trigger={<Button look="danger">Delete the rule</Button>}
              title={`Delete ${rule.name}?`}
              confirm="Delete"
              intent="delete"
            >
              <p>Nothing is recognised by it any more. Its alerts stay. To pause it, switch it off instead.</p>
            </ConfirmDialog>
          </div>
        </>
      ) : (
        <Panel flush>
          <RuleTable rules={[rule]} />
        </Panel>
      )}
    </>
  );
}

export { PageBoundary as ErrorBoundary };
