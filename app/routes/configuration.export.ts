import type { LoaderFunctionArgs } from "@remix-run/node";

import { exportConfiguration } from "~/domain/configuration/export-configuration.server";
import { actorOf, requireUser } from "~/web/auth.server";
import { configurationAnswer } from "~/web/configuration-answer.server";
import { orPageError } from "~/web/pages/or-page-error.server";

/** The configuration as a file to keep. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const user = await requireUser(request, context, "configuration.export");
  const format = new URL(request.url).searchParams.get("format") === "json" ? "json" : "yaml";
  const file = await orPageError(exportConfiguration(context.ctx, { actor: actorOf(user, context) }));
  const answer = configurationAnswer(file, format);
  answer.headers.set("Content-Disposition", `attachment; filename="sentinel-configuration.${format}"`);
  answer.headers.set("Cache-Control", "no-store");
  return answer;
}
