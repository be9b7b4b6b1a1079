import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { ArrowLeft, BellRing } from "lucide-react";

import { PageBoundary } from "~/components/page-boundary";
import { useRights } from "~/components/rights-context";
import { SilenceFacts } from "~/components/silences/silence-facts";
import { silenceFieldsOf } from "~/components/silences/silence-fields";
import { SilenceForm } from "~/components/silences/silence-form";
import { Button } from "~/components/ui/button";
import { buttonClass } from "~/components/ui/button-class";
import { Notice } from "~/components/ui/notice";
import { PageHeader } from "~/components/ui/page-header";
import { endSilence } from "~/domain/silences/end-silence.server";
import { getSilence } from "~/domain/silences/get-silence.server";
import { updateSilence } from "~/domain/silences/update-silence.server";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { loadSilenceForm } from "~/web/pages/load-silence-form.server";
import { loadSilencePreview } from "~/web/pages/load-silence-preview.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { requireId } from "~/web/pages/require-id";
import { SilenceForm as SilenceFormSchema, silenceFieldOf } from "~/web/pages/silence-form-schema";
import { silenceRequest } from "~/web/pages/silence-request";
import { submitForm } from "~/web/pages/submit-form.server";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction = () => [{ title: "Silence · Sentinel" }];

/** The silence, its form with what the link changes in it, and what such a silence would have hidden. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  const { ctx } = context;
  const silence = await orPageError(getSilence(ctx, { id: requireId(params.silenceId) }));
  const fields = { ...silenceFieldsOf(silence), ...silenceRequest(request) };
  const [choices, preview] = await orPageError(
    Promise.all([loadSilenceForm(ctx, fields), loadSilencePreview(ctx, fields)]),
  );
  return { silence, fields, choices, preview };
}

/** Saves the silence, or ends it. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "silence.write");
  const { ctx } = context;
  const actor = actorOf(user, context);
  const id = requireId(params.silenceId);
  const formData = await request.formData();
  if (formData.get("intent") === "end") {
    await orPageError(endSilence(ctx, { actor, id }));
    throw redirect(paths.silences());
  }
  const outcome = await submitForm({
    formData,
    schema: SilenceFormSchema,
    fieldOf: silenceFieldOf,
    operate: (patch) => updateSilence(ctx, { actor, id, patch }),
  });
  if (outcome.done) return { saved: true };
  return data({ saved: false, lastResult: outcome.lastResult }, { status: 400 });
}

export default function SilencePage() {
  const { silence, fields, choices, preview } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const rights = useRights();
  const { state } = silence;
  const mayChange = rights.edit && state !== "expired";
  return (
    <>
      <PageHeader
        title="Silence"
        actions={
          <>
            <Link to={paths.silences()} className={buttonClass("quiet")}>
              <ArrowLeft size={15} aria-hidden /> Silences
            </Link>
            {mayChange ? (
              <Form method="post">
                <Button type="submit" name="intent" value="end">
                  <BellRing size={15} aria-hidden /> {state === "pending" ? "Remove" : "End now"}
                </Button>
              </Form>
            ) : null}
          </>
        }
      />
      {answer?.saved === true ? (
        <Notice look="good" live className="mb-5">
          Saved. It counts from the next message on.
        </Notice>
      ) : null}
      <SilenceFacts silence={silence} />
      {mayChange ? (
        <SilenceForm
          key={silence.updatedAt}
          fields={fields}
          choices={choices}
          preview={preview}
          kind={state}
          lastResult={answer && "lastResult" in answer ? answer.lastResult : undefined}
        />
      ) : null}
    </>
  );
}

export { PageBoundary as ErrorBoundary };
