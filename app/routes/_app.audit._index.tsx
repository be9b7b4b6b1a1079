import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Download, ScrollText } from "lucide-react";

import { AuditFilters } from "~/components/audit/audit-filters";
import { AuditList } from "~/components/audit/audit-list";
import { auditFilterOf, auditSearchParams, parseAuditSearch } from "~/components/audit/audit-search";
import { ChainBadge } from "~/components/audit/chain-badge";
import { PageBoundary } from "~/components/page-boundary";
import { buttonClass } from "~/components/ui/button-class";
import { EmptyState } from "~/components/ui/empty-state";
import { PageHeader } from "~/components/ui/page-header";
import { Pager } from "~/components/ui/pager";
import { Panel } from "~/components/ui/panel";
import { ShownNotice } from "~/components/ui/shown-notice";
import { findAuditVerdict } from "~/domain/audit/find-audit-verdict.server";
import { listAuditEntries } from "~/domain/audit/list-audit-entries.server";
import { verifyAudit } from "~/domain/audit/verify-audit.server";
import { listUsers } from "~/domain/users/list-users.server";
import { paths } from "~/paths";
import { requireUser } from "~/web/auth.server";
import { listRequest } from "~/web/pages/list-request";
import { orPageError } from "~/web/pages/or-page-error.server";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction = () => [{ title: "Audit log · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context, "audit.read");
  const { ctx } = context;
  const search = parseAuditSearch(new URL(request.url).searchParams);
  const [entries, people, verdict] = await orPageError(
    Promise.all([
      listAuditEntries(ctx, { ...listRequest(request).part, ...auditFilterOf(search) }),
      listUsers(ctx, { limit: 100 }),
      findAuditVerdict(ctx),
    ]),
  );
  return {
    entries: entries.data,
    total: entries.total,
    nextCursor: entries.nextCursor,
    people: people.data.map(({ id, name }) => ({ id, name })),
    search,
    verdict,
  };
}

/** Verifies the chain now. */
export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  await requireUser(request, context, "audit.verify");
  const verdict = await orPageError(verifyAudit(context.ctx));
  const text = verdict.ok
    ? `The chain holds: ${verdict.checked.toLocaleString("en-US")} entries were checked.`
    : "The chain is broken.";
  return data({ done: verdict.ok, text, key: context.requestId });
}

export default function AuditPage() {
  const { entries, total, nextCursor, people, search, verdict } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const isFiltered = Object.values(search).some((value) => value !== "");
  const given = auditSearchParams(search).toString();
  const exportAs = (format: string) => paths.auditExport(`${given === "" ? "" : `${given}&`}format=${format}`);
  return (
    <>
      <PageHeader
        title="Audit log"
        actions={
          <>
            <a href={exportAs("jsonl")} download className={buttonClass()}>
              <Download size={15} aria-hidden /> JSONL
            </a>
            <a href={exportAs("csv")} download className={buttonClass()}>
              <Download size={15} aria-hidden /> CSV
            </a>
          </>
        }
      >
        Everything that anyone did. {total > 10_000 ? "More than 10,000" : total.toLocaleString("en-US")}{" "}
        {isFiltered ? "entries match" : "entries"}.
      </PageHeader>
      {answer === undefined ? null : (
        <div className="mb-3">
          <ShownNotice key={answer.key} look={answer.done ? "good" : "bad"}>
            {answer.text}
          </ShownNotice>
        </div>
      )}
      <ChainBadge verdict={verdict} />
      <AuditFilters search={search} people={people} />
      <Panel flush>
        {entries.length === 0 ? (
          <EmptyState icon={ScrollText} title="Nothing like this was done">
            {isFiltered ? "No entry fits what you chose." : "As soon as somebody changes something, it stands here."}
          </EmptyState>
        ) : (
          <AuditList entries={entries} />
        )}
      </Panel>
      <Pager nextCursor={nextCursor} />
    </>
  );
}

export { PageBoundary as ErrorBoundary };
