import { type ActionFunctionArgs, redirect } from "@remix-run/node";

import { paths } from "~/paths";
import { signOut } from "~/web/auth.server";

export const loader = () => redirect(paths.home());

/** The browser forgets what it kept of the pages, too (ASVS 14.3.1); the theme's cookie may stay. */
export async function action({ request, context }: ActionFunctionArgs) {
  const response = await signOut(request, context);
  response.headers.set("Clear-Site-Data", '"cache", "storage"');
  return response;
}
