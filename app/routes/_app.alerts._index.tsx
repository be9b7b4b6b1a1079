import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { type ShouldRevalidateFunctionArgs, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { AlertFeed } from "~/components/alerts/alert-feed";
import { feedSearch, parseFeedFilter } from "~/components/alerts/feed-filter";
import type { AcknowledgeAnswer } from "~/components/alerts/use-acknowledge";
import { useChainWorld } from "~/components/chain-context";
import { PageBoundary } from "~/components/page-boundary";
import { acknowledgeAlerts } from "~/domain/alerts/acknowledge-alerts.server";
import { listAlerts } from "~/domain/alerts/list-alerts.server";
import { listRules } from "~/domain/rules/list-rules.server";
import { Id } from "~/domain/shared-schemas";
import { actorOf, requireUser } from "~/web/auth.server";
import { feedFilterToDomain } from "~/web/pages/feed-filter-to-domain";
import { orPageError } from "~/web/pages/or-page-error.server";
import { streamStart } from "~/web/pages/stream-start.server";
import { assertSameOrigin } from "~/web/same-origin.server";

const PAGE_SIZE = 50;

export const meta: MetaFunction = () => [{ title: "Alerts · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  const search = new URL(request.url).searchParams;
  const filter = parseFeedFilter(search);
  const cursor = search.get("cursor") ?? undefined;
  const after = await orPageError(streamStart(context.ctx));
  const page = await orPageError(
    listAlerts(context.ctx, { filter: feedFilterToDomain(filter), limit: PAGE_SIZE, cursor }),
  );
  return {
    alerts: page.data,
    hasRules: page.total > 0 || (await orPageError(listRules(context.ctx, { limit: 1 }))).data.length > 0,
    total: page.total,
    nextCursor: page.nextCursor,
    isOlderPart: cursor !== undefined,
    after,
    filter,
  };
}

const Ids = z.array(Id).min(1).max(1000);

/** Acknowledges the alerts named by `id`. */
export async function action({ request, context }: ActionFunctionArgs): Promise<AcknowledgeAnswer> {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "alert.acknowledge");
  const ids = Ids.safeParse((await request.formData()).getAll("id"));
  if (!ids.success) return { acknowledged: [], error: "Those alerts can't be acknowledged: an id is malformed." };
  const done = await orPageError(acknowledgeAlerts(context.ctx, { actor: actorOf(user, context), ids: ids.data }));
  return { acknowledged: [...done.acknowledged, ...done.unchanged], error: null };
}

/** The feed keeps itself up to date; what was loaded below the first part must not go with each acknowledgement. */
export function shouldRevalidate({
  currentUrl,
  nextUrl,
  formAction,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) {
  if (formAction !== undefined && currentUrl.href === nextUrl.href) return false;
  return defaultShouldRevalidate;
}

export default function AlertsPage() {
  const data = useLoaderData<typeof loader>();
  const { explorers, entryNames } = useChainWorld();
  return <AlertFeed key={feedSearch(data.filter)} {...data} networks={Object.keys(explorers)} contracts={entryNames} />;
}

export { PageBoundary as ErrorBoundary };
