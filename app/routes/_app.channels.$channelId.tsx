import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";

import { ChannelForm } from "~/components/channels/channel-form";
import { ChannelHealth } from "~/components/channels/channel-health";
import { CHANNEL_LOOKS } from "~/components/channels/channel-looks";
import { TestButton } from "~/components/channels/test-button";
import { HostileText } from "~/components/hostile-text";
import { PageBoundary } from "~/components/page-boundary";
import { TimeAgo } from "~/components/time-ago";
import { Button } from "~/components/ui/button";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { Notice } from "~/components/ui/notice";
import { PageHeader } from "~/components/ui/page-header";
import { Panel } from "~/components/ui/panel";
import { deleteChannel } from "~/domain/channels/delete-channel.server";
import { getChannel } from "~/domain/channels/get-channel.server";
import { updateChannel } from "~/domain/channels/update-channel.server";
import { testChannel } from "~/domain/deliveries/test-channel.server";
import { AppError } from "~/domain/errors";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { ChannelForm as ChannelFormSchema, channelFieldOf } from "~/web/pages/channel-form-schema";
import { orPageError } from "~/web/pages/or-page-error.server";
import { requireId } from "~/web/pages/require-id";
import { submitForm } from "~/web/pages/submit-form.server";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.channel.name ?? "Channel"} · Sentinel` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  await requireUser(request, context, { role: "admin" });
  return { channel: await orPageError(getChannel(context.ctx, { id: requireId(params.channelId) })) };
}

/** Saves, tests or deletes the channel. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, { role: "admin" });
  const { ctx } = context;
  const actor = actorOf(user, context);
  const id = requireId(params.channelId);
  const formData = await request.formData();
  const intent = formData.get("intent");
  if (intent === "delete") {
    await orPageError(deleteChannel(ctx, { actor, id }));
    throw redirect(paths.channels());
  }
  if (intent === "test") {
    try {
      await testChannel(ctx, { actor, channelId: id });
      return { test: { ok: true, message: "Accepted. The test message has arrived." } };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { test: { ok: false, message: error.message } };
    }
  }
  const outcome = await submitForm({
    formData,
    schema: ChannelFormSchema,
    fieldOf: channelFieldOf,
    operate: ({ config, ...patch }) =>
      updateChannel(ctx, { actor, id, patch: Object.keys(config).length === 0 ? patch : { ...patch, config } }),
  });
  return outcome.done ? { saved: true } : data({ saved: false, lastResult: outcome.lastResult }, { status: 400 });
}

export default function ChannelPage() {
  const { channel } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { health, type } = channel;
  const kind = type === "webhook" ? "webhook" : "discord";
  return (
    <>
      <PageHeader title={<HostileText text={channel.name} max={80} />} actions={<ChannelHealth channel={channel} />}>
        {CHANNEL_LOOKS[type].label} · last success{" "}
        {health.lastSuccessAt === null ? "never" : <TimeAgo at={health.lastSuccessAt} />}
      </PageHeader>
      {health.lastError === null ? null : (
        <Notice look={health.status === "failing" ? "bad" : "info"} className="mb-4 max-w-2xl">
          Last error: <HostileText text={health.lastError} max={300} expandable />
        </Notice>
      )}
      <Panel title="Test" className="mb-4 max-w-3xl">
        <p className="mb-3 text-sm text-muted">Goes the way of every alert, once, and tells what the far side said.</p>
        <TestButton channelId={channel.id} />
      </Panel>
      <Panel title="Settings" className="max-w-3xl">
        {answer && "saved" in answer && answer.saved ? (
          <Notice look="good" live className="mb-4">
            Saved.
          </Notice>
        ) : null}
        <ChannelForm
          key={channel.updatedAt}
          type={kind}
          channel={channel}
          lastResult={answer && "lastResult" in answer ? answer.lastResult : undefined}
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
    </>
  );
}

export { PageBoundary as ErrorBoundary };
