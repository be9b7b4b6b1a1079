import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, type ShouldRevalidateFunctionArgs, useActionData, useLoaderData } from "@remix-run/react";

import { ChannelForm } from "~/components/channels/channel-form";
import { ChannelHealth } from "~/components/channels/channel-health";
import { CHANNEL_LOOKS } from "~/components/channels/channel-looks";
import { ChannelState } from "~/components/channels/channel-state";
import { RecentDeliveries } from "~/components/channels/recent-deliveries";
import { SecretRotation } from "~/components/channels/secret-rotation";
import { TestButton } from "~/components/channels/test-button";
import { useKeptSecret } from "~/components/channels/use-kept-secret";
import { HostileText } from "~/components/hostile-text";
import { PageBoundary } from "~/components/page-boundary";
import { TimeAgo } from "~/components/time-ago";
import { Button } from "~/components/ui/button";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { Notice } from "~/components/ui/notice";
import { PageHeader } from "~/components/ui/page-header";
import { Panel } from "~/components/ui/panel";
import { ShownNotice } from "~/components/ui/shown-notice";
import { deleteChannel } from "~/domain/channels/delete-channel.server";
import { getChannel } from "~/domain/channels/get-channel.server";
import { findBotTrouble } from "~/domain/chats/find-bot-trouble.server";
import { listDeliveries } from "~/domain/deliveries/list-deliveries.server";
import { previewMessage } from "~/domain/messages/preview-message.server";
import { PreviewRequest } from "~/domain/messages/preview-request";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { changeChannel } from "~/web/pages/change-channel.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { requireId } from "~/web/pages/require-id";
import { assertSameOrigin } from "~/web/same-origin.server";

const RECENT = 8;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.channel.name ?? "Channel"} · Sentinel` },
];

/** A preview changes nothing. */
export function shouldRevalidate({ formData, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs): boolean {
  return formData?.get("intent") === "preview" ? false : defaultShouldRevalidate;
}

export async function loader({ request, params, context: { ctx, ...rest } }: LoaderFunctionArgs) {
  await requireUser(request, { ctx, ...rest }, "channel.write");
  const channelId = requireId(params.channelId);
  const [channel, recent, held, preview, botTrouble] = await orPageError(
    Promise.all([
      getChannel(ctx, { id: channelId }),
      listDeliveries(ctx, { limit: RECENT, filter: { channelId } }),
      listDeliveries(ctx, { limit: 1, filter: { channelId, state: "held" } }),
      previewMessage(ctx, PreviewRequest.parse({ channelId })),
      findBotTrouble(ctx, { channelId }),
    ]),
  );
  return {
    channel,
    recent: recent.data,
    held: held.total,
    preview,
    botTrouble,
    hasMail: ctx.env.SMTP_URL !== undefined,
  };
}

/** Saves, previews, tests, switches on or deletes the channel, or rotates its secret. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const actor = actorOf(await requireUser(request, context, "channel.write"), context);
  const id = requireId(params.channelId);
  const formData = await request.formData();
  if (formData.get("intent") === "delete") {
    await orPageError(deleteChannel(context.ctx, { actor, id }));
    throw redirect(paths.channels());
  }
  const answer = await orPageError(changeChannel(context.ctx, { actor, id, formData }));
  const status = answer.kind === "refused" ? 400 : 200;
  return data(answer, { status, headers: { "Cache-Control": "no-store" } });
}

export default function ChannelPage() {
  const { channel, recent, held, preview, botTrouble, hasMail } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { health, type } = channel;
  const secret = useKeptSecret(channel.id, answer?.kind === "rotated" ? answer.secret : null);
  return (
    <>
      <PageHeader title={<HostileText text={channel.name} max={80} />} actions={<ChannelHealth channel={channel} />}>
        {CHANNEL_LOOKS[type].label} · last success{" "}
        {health.lastSuccessAt === null ? "never" : <TimeAgo at={health.lastSuccessAt} />}
      </PageHeader>
      <div className="flex flex-col gap-4">
        <ChannelState channel={channel} held={held} mayChange className="max-w-3xl" />
        {botTrouble === null ? null : (
          <Notice look="warn" className="max-w-3xl">
            Buttons in the chat may not work: {botTrouble}
          </Notice>
        )}
        {answer?.kind === "enabled" ? <ShownNotice look="good">It is on again.</ShownNotice> : null}
        {answer?.kind === "failed" ? <ShownNotice look="bad">{answer.message}</ShownNotice> : null}
        <Panel title="Test" className="max-w-3xl">
          <p className="mb-3 text-sm text-muted">
            Goes the way of every alert, once, and tells what the far side said.
          </p>
          <TestButton channelId={channel.id} {...(answer?.kind === "tested" ? { first: answer.test } : {})} />
        </Panel>
        <Panel
          title="Recent deliveries"
          aside={
            <Link to={paths.deliveries(`channelId=${channel.id}`)} className="text-accent underline underline-offset-2">
              All of them
            </Link>
          }
          flush
          className="max-w-3xl"
        >
          <RecentDeliveries deliveries={recent} />
        </Panel>
        {type === "webhook" ? (
          // A new one closes the question that led to it.
          <SecretRotation key={`${channel.id}${secret}`} channel={channel} secret={secret} />
        ) : null}
        <Panel title="Settings" className="max-w-3xl">
          {answer?.kind === "saved" ? (
            <div className="mb-4">
              <ShownNotice look="good">Saved.</ShownNotice>
            </div>
          ) : null}
          <ChannelForm
            key={channel.updatedAt}
            type={type}
            channel={channel}
            hasMail={hasMail}
            lastResult={answer && "lastResult" in answer ? answer.lastResult : undefined}
            preview={answer?.kind === "previewed" ? answer.preview : { ok: true, preview }}
          />
          <div className="mt-6 border-t border-line pt-4">
            <ConfirmDialog
              trigger={<Button look="danger">Delete the channel</Button>}
              title={`Delete ${channel.name}?`}
              confirm="Delete"
              intent="delete"
            >
              <p>Rules that name it reach one channel less. The record of its deliveries goes with it.</p>
            </ConfirmDialog>
          </div>
        </Panel>
      </div>
    </>
  );
}

export { PageBoundary as ErrorBoundary };
