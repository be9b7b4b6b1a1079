import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { BellOff, Plus } from "lucide-react";

import { PageBoundary } from "~/components/page-boundary";
import { useRights } from "~/components/rights-context";
import { SilenceTable } from "~/components/silences/silence-table";
import { buttonClass } from "~/components/ui/button-class";
import { EmptyState } from "~/components/ui/empty-state";
import { PageHeader } from "~/components/ui/page-header";
import { Pager } from "~/components/ui/pager";
import { Panel } from "~/components/ui/panel";
import { listSilences } from "~/domain/silences/list-silences.server";
import { paths } from "~/paths";
import { requireUser } from "~/web/auth.server";
import { listRequest } from "~/web/pages/list-request";
import { orPageError } from "~/web/pages/or-page-error.server";

export const meta: MetaFunction = () => [{ title: "Silences · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  const { part } = listRequest(request);
  const of = (state: "active" | "pending") => listSilences(context.ctx, { limit: 100, filter: { state: [state] } });
  const ended = listSilences(context.ctx, { ...part, filter: { state: ["expired"] } });
  const [active, pending, expired] = await orPageError(Promise.all([of("active"), of("pending"), ended]));
  return { active, pending, expired, isFirst: part.cursor === undefined };
}

export default function SilencesPage() {
  const { active, pending, expired, isFirst } = useLoaderData<typeof loader>();
  const rights = useRights();
  const isEmpty = active.total + pending.total + expired.total === 0;
  const add = rights.edit ? (
    <Link to={paths.newSilence()} className={buttonClass("primary")}>
      <Plus size={15} aria-hidden /> New silence
    </Link>
  ) : null;
  return (
    <>
      <PageHeader title="Silences" actions={add}>
        Alerts that nobody is told of for a while. They are recognised, kept and shown as ever.
      </PageHeader>
      {isEmpty ? (
        <Panel flush>
          <EmptyState icon={BellOff} title="Nothing is silenced" action={add}>
            Before planned work that would set off alerts, silence them: with a reason, until a time, and with a look at
            what that would have hidden.
          </EmptyState>
        </Panel>
      ) : (
        <div className="flex flex-col gap-4">
          {isFirst ? (
            <Panel title="In force" flush aside={<Count of={active} />}>
              {active.total === 0 ? (
                <p className="p-4 text-sm text-muted">Nothing: everybody is told of everything.</p>
              ) : (
                <SilenceTable silences={active.data} state="active" />
              )}
            </Panel>
          ) : null}
          {isFirst && pending.total > 0 ? (
            <Panel title="Scheduled" flush aside={<Count of={pending} />}>
              <SilenceTable silences={pending.data} state="pending" />
            </Panel>
          ) : null}
          {expired.total > 0 ? (
            <Panel title="Ended" flush aside={<Count of={expired} />}>
              <SilenceTable silences={expired.data} state="expired" />
            </Panel>
          ) : null}
          <Pager nextCursor={expired.nextCursor} />
        </div>
      )}
    </>
  );
}

function Count({ of: { data, total } }: { of: { data: readonly unknown[]; total: number } }) {
  const all = total.toLocaleString("en-US");
  return <span className="tabular">{data.length < total ? `${data.length} of ${all}` : all}</span>;
}

export { PageBoundary as ErrorBoundary };
