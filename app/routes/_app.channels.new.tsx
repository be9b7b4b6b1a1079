import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, type ShouldRevalidateFunctionArgs, useActionData, useLoaderData, useLocation } from "@remix-run/react";
import { useState } from "react";

import { ChannelForm } from "~/components/channels/channel-form";
import { CHANNEL_LOOKS } from "~/components/channels/channel-looks";
import { SecretOnce } from "~/components/channels/secret-once";
import { TestButton } from "~/components/channels/test-button";
import { cx } from "~/components/cx";
import { PageBoundary } from "~/components/page-boundary";
import { buttonClass } from "~/components/ui/button-class";
import { PageHeader } from "~/components/ui/page-header";
import { ChannelType } from "~/domain/channels/channel";
import { NewChannel } from "~/domain/channels/channel-input";
import { createChannel } from "~/domain/channels/create-channel.server";
import { previewMessage } from "~/domain/messages/preview-message.server";
import { PreviewRequest } from "~/domain/messages/preview-request";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { channelFieldOf, NewChannelForm } from "~/web/pages/channel-form-schema";
import { checkedBy } from "~/web/pages/checked-by";
import { previewChannelForm } from "~/web/pages/preview-channel-form.server";
import { submitForm } from "~/web/pages/submit-form.server";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction = () => [{ title: "New channel · Sentinel" }];

/** A preview changes nothing. */
export function shouldRevalidate({ formData, defaultShouldRevalidate }: ShouldRevalidateFunctionArgs): boolean {
  return formData?.get("intent") === "preview" ? false : defaultShouldRevalidate;
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context, "channel.write");
  const { ctx } = context;
  const type = ChannelType.catch("discord").parse(new URL(request.url).searchParams.get("type"));
  const preview = await previewMessage(ctx, PreviewRequest.parse({ type }));
  return { type, preview, hasMail: ctx.env.SMTP_URL !== undefined };
}

export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "channel.write");
  const formData = await request.formData();
  if (formData.get("intent") === "preview") {
    return { made: null, ...(await previewChannelForm(context.ctx, formData)) };
  }
  const outcome = await submitForm({
    formData,
    schema: NewChannelForm,
    fieldOf: channelFieldOf,
    operate: async (fields) =>
      createChannel(context.ctx, { actor: actorOf(user, context), input: checkedBy(NewChannel, fields) }),
  });
  if (!outcome.done) return data({ made: null, preview: null, lastResult: outcome.lastResult }, { status: 400 });
  const { channel, secret } = outcome.value;
  if (secret === undefined) throw redirect(paths.channel(channel.id));
  const made = { id: channel.id, secret };
  return data({ made, preview: null, lastResult: null }, { headers: { "Cache-Control": "no-store" } });
}

export default function NewChannelPage() {
  const { type, preview, hasMail } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { key: visit } = useLocation();
  // Kept for this visit: bringing the page up to date drops an action's answer, and the secret with it.
  const [kept, setKept] = useState<{ visit: string; id: string; secret: string } | null>(null);
  if (answer?.made && answer.made.id !== kept?.id) setKept({ visit, ...answer.made });
  const made = answer?.made ?? (kept?.visit === visit ? kept : null);
  if (made !== null) return <Made id={made.id} secret={made.secret} />;
  return (
    <>
      <PageHeader title="New channel" />
      <nav aria-label="Kind of channel" className="mb-6 flex flex-wrap gap-2">
        {ChannelType.options.map((kind) => {
          const { icon: Icon, label } = CHANNEL_LOOKS[kind];
          return (
            <Link
              key={kind}
              to={paths.newChannel(kind)}
              replace
              aria-current={kind === type ? "page" : undefined}
              className={cx(
                "flex h-11 items-center gap-2.5 rounded-lg border px-4 text-sm font-medium",
                kind === type
                  ? "border-accent bg-accent/10 text-ink"
                  : "border-line bg-surface text-muted hover:text-ink",
              )}
            >
              <Icon size={16} aria-hidden /> {label}
            </Link>
          );
        })}
      </nav>
      <ChannelForm
        key={type}
        type={type}
        channel={null}
        hasMail={hasMail}
        lastResult={answer?.lastResult ?? undefined}
        preview={answer?.preview ?? { ok: true, preview }}
      />
    </>
  );
}

function Made({ id, secret }: { id: string; secret: string }) {
  return (
    <div className="max-w-2xl">
      <PageHeader title="The channel is ready">Send a test to see whether the receiver accepts it.</PageHeader>
      <SecretOnce secret={secret} />
      <div className="mt-5 flex flex-col items-start gap-3">
        <TestButton channelId={id} />
        <Link to={paths.channels()} className={buttonClass()}>
          Done
        </Link>
      </div>
    </div>
  );
}

export { PageBoundary as ErrorBoundary };
