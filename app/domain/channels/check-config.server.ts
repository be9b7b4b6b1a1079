import type { z } from "zod";

import { AppError, type FieldError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { checkDiscordUrl } from "./check-discord-url";
import { DiscordConfig, WebhookConfig } from "./config-schemas";
import type { TypedConfig } from "./mask-config";

/**
 * Checks a whole configuration: its shape, and that its URL is one that Sentinel may send to. A host name that does
 * not resolve passes: it may come later, and every send is judged again.
 *
 * @throws AppError `invalid_input` with pointers below `/config`.
 */
export async function checkConfig(
  ctx: Pick<Context, "env" | "http">,
  type: TypedConfig["type"],
  config: unknown,
): Promise<TypedConfig> {
  if (type === "discord") {
    const parsed = parse(DiscordConfig, config);
    const wrong = checkDiscordUrl(parsed.webhookUrl, ctx.env.DISCORD_API_BASE);
    if (wrong !== null) throw invalid([{ pointer: "/config/webhookUrl", detail: wrong, code: "invalid_discord_url" }]);
    return { type, config: parsed };
  }
  const parsed = parse(WebhookConfig, config);
  const verdict = await ctx.http.checkUrl(parsed.url);
  if (!verdict.ok && verdict.code !== "unresolvable") {
    throw invalid([{ pointer: "/config/url", detail: verdict.detail, code: `url_${verdict.code}` }]);
  }
  return { type, config: parsed };
}

function parse<T>(schema: z.ZodType<T>, config: unknown): T {
  const parsed = schema.safeParse(config);
  if (parsed.success) return parsed.data;
  throw invalid(
    parsed.error.issues.flatMap((issue) =>
      pathsOf(issue).map((path) => ({
        pointer: ["/config", ...path.map((key) => String(key).replaceAll("~", "~0").replaceAll("/", "~1"))].join("/"),
        detail: issue.code === "unrecognized_keys" ? "is not known" : issue.message,
        code: issue.code === "unrecognized_keys" ? "unknown_field" : "invalid_value",
      })),
    ),
  );
}

function pathsOf(issue: z.core.$ZodIssue): PropertyKey[][] {
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

function invalid(errors: FieldError[]): AppError {
  return new AppError("invalid_input", "The channel's configuration is not valid.", { errors });
}
