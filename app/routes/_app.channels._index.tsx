import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Plus, Send } from "lucide-react";

import { ChannelCard } from "~/components/channels/channel-card";
import { PageBoundary } from "~/components/page-boundary";
import { useRights } from "~/components/rights-context";
import { buttonClass } from "~/components/ui/button-class";
import { EmptyState } from "~/components/ui/empty-state";
import { PageHeader } from "~/components/ui/page-header";
import { Pager } from "~/components/ui/pager";
import { Panel } from "~/components/ui/panel";
import { listChannels } from "~/domain/channels/list-channels.server";
import { paths } from "~/paths";
import { requireUser } from "~/web/auth.server";
import { listRequest } from "~/web/pages/list-request";
import { orPageError } from "~/web/pages/or-page-error.server";

export const meta: MetaFunction = () => [{ title: "Channels · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  return orPageError(listChannels(context.ctx, listRequest(request).part));
}

export default function ChannelsPage() {
  const { data: channels, nextCursor } = useLoaderData<typeof loader>();
  const { admin } = useRights();
  const add = admin ? (
    <Link to={paths.newChannel()} className={buttonClass("primary")}>
      <Plus size={15} aria-hidden /> New channel
    </Link>
  ) : null;
  return (
    <>
      <PageHeader title="Channels" actions={add}>
        Where alerts are sent. Each message is tried up to four times, and every attempt is kept. What a channel can't
        be told, the fallback channel is.
      </PageHeader>
      {channels.length === 0 ? (
        <Panel>
          <EmptyState icon={Send} title="Nobody is told yet" action={add}>
            Alerts appear here in the interface either way. A channel also brings them to where people are: Discord,
            Telegram, Slack, PagerDuty, mail, or a webhook of your own.
          </EmptyState>
        </Panel>
      ) : (
        <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
          {channels.map((channel) => (
            <ChannelCard key={channel.id} channel={channel} />
          ))}
        </div>
      )}
      <Pager nextCursor={nextCursor} />
    </>
  );
}

export { PageBoundary as ErrorBoundary };
