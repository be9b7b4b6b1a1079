import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";

import { ListForm } from "~/components/lists/list-form";
import { PageBoundary } from "~/components/page-boundary";
import { PageHeader } from "~/components/ui/page-header";
import { paths } from "~/paths";
import { actorOf, requireUser } from "~/web/auth.server";
import { tellFew } from "~/web/pages/list-addresses-of.server";
import { listFieldOf, NewListForm } from "~/web/pages/list-form-schema";
import { makeList } from "~/web/pages/make-list.server";
import { submitForm } from "~/web/pages/submit-form.server";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction = () => [{ title: "New list · Sentinel" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context, "address_list.write");
  return null;
}

export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "address_list.write");
  const outcome = await submitForm({
    formData: await request.formData(),
    schema: NewListForm,
    fieldOf: listFieldOf,
    operate: (input) => makeList(context.ctx, { actor: actorOf(user, context), input }).catch(tellFew),
  });
  if (!outcome.done) return data(outcome.lastResult, { status: 400 });
  return redirect(paths.list(outcome.value.id));
}

export default function NewListPage() {
  const lastResult = useActionData<typeof action>();
  return (
    <>
      <PageHeader title="New list" />
      <ListForm list={null} lastResult={lastResult} />
    </>
  );
}

export { PageBoundary as ErrorBoundary };
