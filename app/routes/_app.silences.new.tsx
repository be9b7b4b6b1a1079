import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";

import { PageBoundary } from "~/components/page-boundary";
import { SilenceForm } from "~/components/silences/silence-form";
import { PageHeader } from "~/components/ui/page-header";
import { createSilence } from "~/domain/silences/create-silence.server";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { loadSilenceForm } from "~/web/pages/load-silence-form.server";
import { loadSilencePreview } from "~/web/pages/load-silence-preview.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { SilenceForm as SilenceFormSchema, silenceFieldOf } from "~/web/pages/silence-form-schema";
import { silenceRequest } from "~/web/pages/silence-request";
import { submitForm } from "~/web/pages/submit-form.server";
import { safeNext } from "~/web/safe-next";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction = () => [{ title: "New silence · Sentinel" }];

/** The form, filled in as far as the link says, with what such a silence would have hidden. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context, "silence.write");
  const fields = silenceRequest(request);
  const next = nextOf(new URL(request.url).searchParams.get("next"));
  const [choices, preview] = await orPageError(
    Promise.all([loadSilenceForm(context.ctx, fields), loadSilencePreview(context.ctx, fields)]),
  );
  return { fields, choices, preview, next };
}

export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "silence.write");
  const formData = await request.formData();
  const next = nextOf(formData.get("next"));
  const outcome = await submitForm({
    formData,
    schema: SilenceFormSchema,
    fieldOf: silenceFieldOf,
    operate: (input) => createSilence(context.ctx, { actor: actorOf(user, context), input }),
  });
  if (outcome.done) return redirect(next ?? paths.silences());
  return data({ lastResult: outcome.lastResult, next }, { status: 400 });
}

function nextOf(given: FormDataEntryValue | null): string | undefined {
  return given === null || given === "" ? undefined : safeNext(given);
}

export default function NewSilencePage() {
  const { fields, choices, preview, next } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <>
      <PageHeader title="New silence" />
      <SilenceForm
        fields={{ span: "60", ...fields }}
        choices={choices}
        preview={preview}
        kind="new"
        lastResult={refused?.lastResult}
        next={refused?.next ?? next}
      />
    </>
  );
}

export { PageBoundary as ErrorBoundary };
