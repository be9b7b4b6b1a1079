import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { Bell, Plus } from "lucide-react";

import { ControlPanel } from "~/components/control/control-panel";
import { CoveragePanel } from "~/components/coverage/coverage-panel";
import { HostileText } from "~/components/hostile-text";
import { PageBoundary } from "~/components/page-boundary";
import { useRights } from "~/components/rights-context";
import { RuleTable } from "~/components/rules/rule-table";
import { Button } from "~/components/ui/button";
import { buttonClass } from "~/components/ui/button-class";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { PageHeader } from "~/components/ui/page-header";
import { Panel } from "~/components/ui/panel";
import { ShownNotice } from "~/components/ui/shown-notice";
import { EntryFacts } from "~/components/watchlists/entry-facts";
import { WatchlistForm } from "~/components/watchlists/watchlist-form";
import { getControlGraph } from "~/domain/control/get-control-graph.server";
import { requestControlRefresh } from "~/domain/control/request-control-refresh.server";
import { getEntryCoverage } from "~/domain/coverage/get-entry-coverage.server";
import { listRules } from "~/domain/rules/list-rules.server";
import { deleteWatchlistEntry } from "~/domain/watchlists/delete-watchlist-entry.server";
import { getWatchlistEntry } from "~/domain/watchlists/get-watchlist-entry.server";
import { updateWatchlistEntry } from "~/domain/watchlists/update-watchlist-entry.server";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { requireId } from "~/web/pages/require-id";
import { submitForm } from "~/web/pages/submit-form.server";
import { EntryForm, entryFieldOf } from "~/web/pages/watchlist-form-schema";
import { assertSameOrigin } from "~/web/same-origin.server";

const COVERAGE_DAYS = 30;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.entry.name ?? "Contract"} · Sentinel` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  const id = requireId(params.entryId);
  const [entry, rules, control, coverage] = await orPageError(
    Promise.all([
      getWatchlistEntry(context.ctx, { id }),
      listRules(context.ctx, { limit: 100, filter: { watchlistId: id } }),
      getControlGraph(context.ctx, { watchlistId: id }),
      getEntryCoverage(context.ctx, { id, days: COVERAGE_DAYS }),
    ]),
  );
  return { entry, rules: rules.data, control, coverage };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "backtest.run");
  const actor = actorOf(user, context);
  const id = requireId(params.entryId);
  const formData = await request.formData();
  if (formData.get("intent") === "refresh-control") {
    await orPageError(requestControlRefresh(context.ctx, { watchlistId: id }));
    return { saved: false };
  }
  if (formData.get("intent") === "delete") {
    await orPageError(deleteWatchlistEntry(context.ctx, { actor, id }));
    throw redirect(paths.watchlists());
  }
  const outcome = await submitForm({
    formData,
    schema: EntryForm,
    fieldOf: entryFieldOf,
    operate: (patch) => updateWatchlistEntry(context.ctx, { actor, id, patch }),
  });
  return outcome.done ? { saved: true } : data({ saved: false, lastResult: outcome.lastResult }, { status: 400 });
}

export default function WatchlistEntryPage() {
  const { entry, rules, control, coverage } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const rights = useRights();
  return (
    <>
      <PageHeader
        title={<HostileText text={entry.name} max={80} />}
        actions={
          <Link to={paths.alerts(`watchlistId=${entry.id}`)} className={buttonClass()}>
            <Bell size={15} aria-hidden /> Its alerts
          </Link>
        }
      />
      <Panel
        title="Rules"
        flush
        className="mb-6"
        aside={
          rights.edit ? (
            <Link to={paths.newRule(entry.id)} className={buttonClass(rules.length === 0 ? "primary" : "quiet", "sm")}>
              <Plus size={13} aria-hidden /> New rule
            </Link>
          ) : null
        }
      >
        {rules.length > 0 ? (
          <RuleTable rules={rules} hideScope />
        ) : (
          <p className="px-4 py-5 text-sm text-muted">
            No rule is about this contract alone: only rules of its tags or of the whole network raise alerts for it.
          </p>
        )}
      </Panel>
      <div className="mb-6 grid items-start gap-6 lg:grid-cols-2">
        <CoveragePanel coverage={coverage} />
        <ControlPanel graph={control} network={entry.network} isWatched={entry.watchControl} canRefresh={rights.edit} />
      </div>
      {rights.edit ? (
        <Panel title="Contract">
          {answer?.saved === true ? (
            <div className="mb-4">
              <ShownNotice key={entry.updatedAt} look="good">
                Saved. The worker takes it over within two seconds.
              </ShownNotice>
            </div>
          ) : null}
          <WatchlistForm
            key={entry.updatedAt}
            entry={entry}
            networks={[entry.network]}
            lastResult={answer && "lastResult" in answer ? answer.lastResult : undefined}
          />
          <div className="mt-6 border-t border-line pt-4">
            <ConfirmDialog
              trigger={<Button look="danger">Stop watching</Button>}
              title={`Stop watching ${entry.name}?`}
              confirm="Stop watching"
              intent="delete"
            >
              <p>
                {rules.length === 0
                  ? "No rule is about it alone."
                  : `Its ${rules.length === 1 ? "rule is" : `${rules.length} rules are`} switched off, not deleted.`}{" "}
                Its alerts stay.
              </p>
            </ConfirmDialog>
          </div>
        </Panel>
      ) : (
        <Panel title="Contract">
          <EntryFacts entry={entry} />
        </Panel>
      )}
    </>
  );
}

export { PageBoundary as ErrorBoundary };
