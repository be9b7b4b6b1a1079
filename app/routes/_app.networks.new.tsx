import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";

import { NetworkForm } from "~/components/networks/network-form";
import { PageBoundary } from "~/components/page-boundary";
import { PageHeader } from "~/components/ui/page-header";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { NewNetworkForm, networkFieldsOf } from "~/web/pages/network-form-schema";
import { submitForm } from "~/web/pages/submit-form.server";
import { tryEndpoints } from "~/web/pages/try-endpoints.server";
import { assertSameOrigin } from "~/web/same-origin.server";
import { saveNewNetwork } from "~/web/save-new-network.server";

export const meta: MetaFunction = () => [{ title: "Add a network · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context, "network.write");
  return null;
}

/** Tries the endpoints, or makes the network. What was typed is given back, but for URLs' sake never stored. */
export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "network.write");
  const formData = await request.formData();
  const given = networkFieldsOf(formData);
  const headers = { "Cache-Control": "no-store" };
  if (formData.get("intent") === "test") {
    const answers = await tryEndpoints(given.rpcUrls);
    return data({ answers, given, lastResult: undefined }, { headers });
  }
  const outcome = await submitForm({
    formData,
    schema: NewNetworkForm,
    operate: ({ lenient, ...input }) =>
      saveNewNetwork(context.ctx, {
        actor: actorOf(user, context),
        input: { enabled: true, ...input, confirmations: input.confirmations ?? 12 },
        check: lenient === "on" ? "lenient" : "strict",
      }),
  });
  if (outcome.done) return redirect(paths.networks());
  return data({ answers: undefined, given, lastResult: outcome.lastResult }, { status: 400, headers });
}

export default function NewNetworkPage() {
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHeader title="Add a network">
        Any EVM chain that you have a node or a provider for. Listening begins within seconds.
      </PageHeader>
      <NetworkForm
        kind="new"
        fields={{ confirmations: "12", ...answer?.given }}
        answers={answer?.answers}
        lastResult={answer?.lastResult}
      />
    </>
  );
}

export { PageBoundary as ErrorBoundary };
