import { getFormProps, useForm } from "@conform-to/react";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";

import { NewPasswordField } from "~/components/account/new-password-field";
import { AuthLayout } from "~/components/auth-layout";
import { Button } from "~/components/ui/button";
import { FormErrors } from "~/components/ui/form-errors";
import { TextField } from "~/components/ui/text-field";
import { clientNetwork } from "~/domain/users/client-network";
import { completeSetup } from "~/domain/users/complete-setup.server";
import { isSetupNeeded } from "~/domain/users/is-setup-needed.server";
import { Email, PersonName } from "~/domain/users/user";
import { paths } from "~/paths";
import { consume } from "~/web/api/rate-limit.server";
import { startSession } from "~/web/auth.server";
import { orPageError } from "~/web/pages/or-page-error.server";
import { privateHeaders } from "~/web/pages/private-headers";
import { submitForm } from "~/web/pages/submit-form.server";
import { withoutFields } from "~/web/pages/without-fields";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction = () => [{ title: "Set up · Sentinel" }];

export const headers = privateHeaders;

/** Of one address. A code can't be guessed (100 bits); this keeps the tries from filling the audit log. */
const LIMIT = { name: "setup", requests: 20, windowSeconds: 60 };

/** What the address and name are is known only when they are sent. */
const NO_CONTEXT: string[] = [];

export async function loader({ context }: LoaderFunctionArgs) {
  if (!(await orPageError(isSetupNeeded(context.ctx)))) throw redirect(paths.signIn());
  return null;
}

const Setup = z.object({
  code: z.string().trim(),
  name: PersonName,
  email: Email,
  password: z.string(),
});

export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const { ctx, ip, requestId } = context;
  const outcome = await submitForm({
    formData: await request.formData(),
    schema: Setup,
    operate: async (input) => {
      await consume(ctx, LIMIT, clientNetwork(ip), new Headers());
      return completeSetup(ctx, { actor: { ip, requestId }, ...input });
    },
  });
  if (!outcome.done) return data(withoutFields(outcome.lastResult, ["password"]), { status: 400 });
  return redirect(paths.home(), { headers: await startSession(outcome.value, request, context) });
}

export default function SetupPage() {
  const lastResult = useActionData<typeof action>();
  const isSending = useNavigation().state !== "idle";
  const [form, fields] = useForm<z.input<typeof Setup>>({ lastResult });
  return (
    <AuthLayout
      title="Set up Sentinel"
      lead="Nobody can sign in yet. The set-up code is in Sentinel's log; it makes you the first administrator."
    >
      <Form method="post" {...getFormProps(form)} className="flex flex-col gap-4">
        <FormErrors id={form.errorId} errors={form.errors} />
        {form.errors === undefined ? null : (
          <Link to={paths.signIn()} className="text-sm text-accent underline underline-offset-2">
            Go to the sign-in page
          </Link>
        )}
        <TextField field={fields.code} label="Set-up code" mono autoComplete="off" autoFocus />
        <TextField field={fields.name} label="Your name" autoComplete="name" />
        <TextField field={fields.email} label="Email" type="email" autoComplete="username" />
        <NewPasswordField name="password" label="Password" errors={fields.password.errors} context={NO_CONTEXT} />
        <Button type="submit" look="primary" disabled={isSending} className="mt-1">
          {isSending ? "Setting up…" : "Create the administrator"}
        </Button>
      </Form>
    </AuthLayout>
  );
}
