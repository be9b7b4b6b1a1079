import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireUser } from "~/web/auth.server";
import { loadSystemStatus } from "~/web/pages/load-system-status.server";

/** Whether Sentinel works now, for the strip at the top of every page. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  const { status } = await loadSystemStatus(context.ctx);
  return new Response(JSON.stringify(status), {
    headers: { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" },
  });
}
