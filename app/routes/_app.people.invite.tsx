import { getFormProps, useForm } from "@conform-to/react";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData } from "@remix-run/react";

import { PageBoundary } from "~/components/page-boundary";
import { LinkOnce } from "~/components/people/link-once";
import { RoleChoice } from "~/components/people/role-choice";
import { Button } from "~/components/ui/button";
import { buttonClass } from "~/components/ui/button-class";
import { FormErrors } from "~/components/ui/form-errors";
import { PageHeader } from "~/components/ui/page-header";
import { Panel } from "~/components/ui/panel";
import { TextField } from "~/components/ui/text-field";
import { createInvitation } from "~/domain/invitations/create-invitation.server";
import { Role } from "~/domain/users/role";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { orConfirm } from "~/web/pages/or-confirm.server";
import { InvitationForm } from "~/web/pages/person-form-schema";
import { submitForm } from "~/web/pages/submit-form.server";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction = () => [{ title: "Invite somebody · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context, "invitation.write");
  return null;
}

/** Makes the invitation. Its link is in the answer and nowhere else. */
export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "invitation.write");
  const formData = await request.formData();
  const given = { email: textOf(formData, "email"), name: textOf(formData, "name"), role: textOf(formData, "role") };
  const outcome = await submitForm({
    formData,
    schema: InvitationForm,
    operate: (input) =>
      orConfirm(createInvitation(context.ctx, { actor: actorOf(user, context), input }), paths.newInvitation()),
  });
  const headers = { "Cache-Control": "no-store" };
  if (!outcome.done) return data({ lastResult: outcome.lastResult, made: null, given }, { status: 400, headers });
  const { url, mailed } = outcome.value;
  return data({ lastResult: undefined, made: { url, mailed, email: given.email }, given }, { headers });
}

const textOf = (form: FormData, name: string) => String(form.get(name) ?? "");

export default function InvitePage() {
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHeader title="Invite somebody">
        They get a link, set a password of their own, and are in. No account exists before that.
      </PageHeader>
      {answer?.made ? (
        <div className="flex max-w-2xl flex-col gap-4">
          <LinkOnce {...answer.made} />
          <div className="flex gap-2">
            <Link to={paths.people()} className={buttonClass("primary")}>
              To people
            </Link>
            <Link to={paths.newInvitation()} className={buttonClass()}>
              Invite another
            </Link>
          </div>
        </div>
      ) : (
        <InviteForm answer={answer} />
      )}
    </>
  );
}

function InviteForm({ answer }: { answer: ReturnType<typeof useActionData<typeof action>> }) {
  const [form, fields] = useForm<{ email: string; name: string; role: string }>({
    lastResult: answer?.lastResult,
    defaultValue: { email: "", name: "", ...answer?.given },
  });
  const role = Role.safeParse(answer?.given.role);
  return (
    <Panel className="max-w-2xl">
      <Form method="post" {...getFormProps(form)} className="flex flex-col gap-4">
        <FormErrors id={form.errorId} errors={form.errors} />
        <TextField field={fields.email} label="Email address" type="email" autoComplete="off" required />
        <TextField field={fields.name} label="Name" autoComplete="off" required />
        <RoleChoice name="role" value={role.success ? role.data : "analyst"} errors={fields.role.errors} />
        <div className="flex gap-2 border-t border-line pt-4">
          <Button type="submit" look="primary">
            Make the invitation
          </Button>
          <Link to={paths.people()} className={buttonClass()}>
            Cancel
          </Link>
        </div>
      </Form>
    </Panel>
  );
}

export { PageBoundary as ErrorBoundary };
