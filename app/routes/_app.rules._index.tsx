import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Plus, ScrollText, SearchX } from "lucide-react";

import { PageBoundary } from "~/components/page-boundary";
import { useRights } from "~/components/rights-context";
import { RuleTable } from "~/components/rules/rule-table";
import { buttonClass } from "~/components/ui/button-class";
import { EmptyState } from "~/components/ui/empty-state";
import { PageHeader } from "~/components/ui/page-header";
import { Pager } from "~/components/ui/pager";
import { Panel } from "~/components/ui/panel";
import { SearchForm } from "~/components/ui/search-form";
import { listRules } from "~/domain/rules/list-rules.server";
import { listSilencedRules } from "~/domain/silences/list-silenced-rules.server";
import { paths } from "~/paths";
import { requireUser } from "~/web/auth.server";
import { listRequest } from "~/web/pages/list-request";
import { orPageError } from "~/web/pages/or-page-error.server";

export const meta: MetaFunction = () => [{ title: "Rules · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  const { q, part } = listRequest(request);
  const page = await orPageError(listRules(context.ctx, { ...part, filter: { q } }));
  const ruleIds = page.data.map(({ id }) => id);
  return { ...page, silenced: await orPageError(listSilencedRules(context.ctx, { ruleIds })), q };
}

export default function RulesPage() {
  const { data: rules, silenced, total, nextCursor, q } = useLoaderData<typeof loader>();
  const rights = useRights();
  const add = rights.edit ? (
    <Link to={paths.newRule()} className={buttonClass("primary")}>
      <Plus size={15} aria-hidden /> New rule
    </Link>
  ) : null;
  return (
    <>
      <PageHeader title="Rules" actions={add}>
        What counts as dangerous, and who is told. A change is live within two seconds.
      </PageHeader>
      {total === 0 && q === "" ? null : <SearchForm action={paths.rules()} q={q} label="Search rules" />}
      <Panel flush>
        {rules.length > 0 ? <RuleTable rules={rules} silenced={silenced} /> : null}
        {rules.length === 0 && q !== "" ? (
          <EmptyState icon={SearchX} title="No rule by that name">
            Names, functions and tags are searched.
          </EmptyState>
        ) : null}
        {rules.length === 0 && q === "" ? (
          <EmptyState icon={ScrollText} title="No rule yet" action={add}>
            Watched contracts are only looked at; a rule says which of their calls should wake somebody. Start with one
            of the well-known dangerous functions.
          </EmptyState>
        ) : null}
      </Panel>
      <Pager nextCursor={nextCursor} />
    </>
  );
}

export { PageBoundary as ErrorBoundary };
