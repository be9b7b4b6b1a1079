import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";

import { networkLabel } from "~/components/format/network-label";
import { NetworkForm } from "~/components/networks/network-form";
import { PageBoundary } from "~/components/page-boundary";
import { Button } from "~/components/ui/button";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { Notice } from "~/components/ui/notice";
import { PageHeader } from "~/components/ui/page-header";
import { ShownNotice } from "~/components/ui/shown-notice";
import { AppError } from "~/domain/errors";
import { deleteNetwork } from "~/domain/networks/delete-network.server";
import { getNetwork } from "~/domain/networks/get-network.server";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { NetworkForm as NetworkFormSchema, networkFieldsOf } from "~/web/pages/network-form-schema";
import { orPageError } from "~/web/pages/or-page-error.server";
import { requireId } from "~/web/pages/require-id";
import { submitForm } from "~/web/pages/submit-form.server";
import { tryEndpoints } from "~/web/pages/try-endpoints.server";
import { assertSameOrigin } from "~/web/same-origin.server";
import { saveNetwork } from "~/web/save-network.server";

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded === undefined ? "Network" : networkLabel(loaded.network.name)} · Sentinel` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  await requireUser(request, context, "network.write");
  const network = await orPageError(getNetwork(context.ctx, { id: requireId(params.networkId) }));
  const configured = context.ctx.env.SENTINEL_NETWORKS ?? [];
  return { network, isConfigured: configured.some(({ name }) => name === network.name) };
}

/** Tries the endpoints, saves, or deletes. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "network.write");
  const id = requireId(params.networkId);
  const actor = actorOf(user, context);
  const formData = await request.formData();
  const intent = formData.get("intent");
  const given = networkFieldsOf(formData);
  const headers = { "Cache-Control": "no-store" };
  const nothing = {
    answers: undefined,
    given: undefined,
    lastResult: undefined,
    refused: null,
    key: context.requestId,
  };
  if (intent === "delete") {
    try {
      await deleteNetwork(context.ctx, { actor, id });
      return redirect(paths.networks());
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const status = error.code === "not_found" ? 404 : 409;
      return data({ ...nothing, refused: error.message }, { status, headers });
    }
  }
  if (intent === "test") {
    return data({ ...nothing, answers: await tryEndpoints(given.rpcUrls), given }, { headers });
  }
  const outcome = await submitForm({
    formData,
    schema: NetworkFormSchema,
    operate: ({ lenient, enabled, ...input }) =>
      saveNetwork(context.ctx, {
        actor,
        id,
        input: { ...input, explorerUrl: input.explorerUrl ?? null, enabled: enabled === "on" },
        check: lenient === "on" ? "lenient" : "strict",
      }),
  });
  if (outcome.done) return redirect(paths.networks());
  return data({ ...nothing, given, lastResult: outcome.lastResult }, { status: 400, headers });
}

export default function NetworkPage() {
  const { network, isConfigured } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { name, rpcUrls, chainId, confirmations, explorerUrl, enabled } = network;
  return (
    <>
      <PageHeader
        title={networkLabel(name)}
        actions={
          <ConfirmDialog
            trigger={<Button look="danger">Delete</Button>}
            title={`Delete ${name}?`}
            confirm="Delete the network"
            intent="delete"
          >
            Its endpoints and its coverage go. A network with watched contracts, rules or alerts is not deleted: switch
            it off instead.
          </ConfirmDialog>
        }
      >
        Chain {chainId}. Endpoints are followed within seconds of a change.
      </PageHeader>
      {answer?.refused ? (
        <div className="mb-3">
          <ShownNotice key={answer.key} look="bad">
            {answer.refused}
          </ShownNotice>
        </div>
      ) : null}
      {isConfigured ? (
        <Notice look="info" className="mb-4 max-w-3xl">
          SENTINEL_NETWORKS names this network: at each start its endpoints become again what stands there.
        </Notice>
      ) : null}
      <NetworkForm
        kind="known"
        fields={{
          rpcUrls: rpcUrls.join("\n"),
          chainId: String(chainId),
          confirmations: String(confirmations),
          explorerUrl: explorerUrl ?? "",
          enabled,
          ...answer?.given,
        }}
        answers={answer?.answers}
        lastResult={answer?.lastResult}
      />
    </>
  );
}

export { PageBoundary as ErrorBoundary };
