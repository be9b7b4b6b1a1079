import { redirect } from "@remix-run/node";

import { paths } from "~/paths";

/** The start page is the feed. */
export function loader() {
  return redirect(paths.alerts());
}
