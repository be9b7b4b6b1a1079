import { type ActionFunctionArgs, redirect } from "@remix-run/node";

import { parseTheme, THEME_COOKIE } from "~/components/theme";
import { safeNext } from "~/web/safe-next";
import { assertSameOrigin } from "~/web/same-origin.server";

const YEAR_SECONDS = 31_536_000;

/** Remembers the chosen theme. Nothing secret: a plain cookie, so that the value is readable as it is. */
export async function action({ request, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const theme = parseTheme((await request.formData()).get("theme"));
  const lifetime = theme === "system" ? 0 : YEAR_SECONDS;
  const secure = context.ctx.env.PUBLIC_URL.startsWith("https:") ? "; Secure" : "";
  const cookie = `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${lifetime}; SameSite=Lax${secure}`;
  const from = request.headers.get("Referer");
  const back = from !== null && URL.canParse(from) ? safeNext(new URL(from).pathname + new URL(from).search) : "/";
  return redirect(back, { headers: { "Set-Cookie": cookie } });
}
