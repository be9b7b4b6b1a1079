import { type ActionFunctionArgs, redirect } from "@remix-run/node";

import { paths } from "~/paths";
import { signOut } from "~/web/auth.server";

export const loader = () => redirect(paths.home());

export const action = ({ request, context }: ActionFunctionArgs) => signOut(request, context);
