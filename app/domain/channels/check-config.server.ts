import { AppError, type FieldError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { ChannelType } from "./channel";
import { checkDiscordUrl } from "./check-discord-url";
import { checkSlackUrl } from "./check-slack-url";
import { TypedConfig } from "./typed-config";

/**
 * Checks a whole configuration: its shape, and that its URL is one that Sentinel may send to. A host name that does
 * not resolve passes: it may come later, and every send is judged again.
 *
 * @throws AppError `invalid_input` with pointers below `/config`.
 */
export async function checkConfig(
  ctx: Pick<Context, "env" | "http">,
  type: ChannelType,
  config: unknown,
): Promise<TypedConfig> {
  const checked = parse(type, config);
  const wrong = await problemOf(ctx, checked);
  if (wrong !== null) throw invalid([wrong]);
  return checked;
}

async function problemOf(
  { env, http }: Pick<Context, "env" | "http">,
  { type, config }: TypedConfig,
): Promise<FieldError | null> {
  switch (type) {
    case "discord":
      return vendorUrl("discord", checkDiscordUrl(config.webhookUrl, env.DISCORD_API_BASE));
    case "slack":
      return vendorUrl("slack", checkSlackUrl(config.webhookUrl, env.SLACK_API_BASE));
    case "email":
      return env.SMTP_URL === undefined ? { pointer: "/config", ...NO_SMTP } : null;
    case "webhook": {
      const verdict = await http.checkUrl(config.url);
      if (verdict.ok || verdict.code === "unresolvable") return null;
      return { pointer: "/config/url", detail: verdict.detail, code: `url_${verdict.code}` };
    }
    default:
      return null;
  }
}

const NO_SMTP = {
  detail: "mail cannot be sent yet: whoever runs Sentinel must set SMTP_URL and SMTP_FROM and start it again",
  code: "smtp_not_configured",
};

function vendorUrl(vendor: string, wrong: string | null): FieldError | null {
  return wrong === null ? null : { pointer: "/config/webhookUrl", detail: wrong, code: `invalid_${vendor}_url` };
}

function parse(type: ChannelType, config: unknown): TypedConfig {
  const parsed = TypedConfig.safeParse({ type, config });
  if (parsed.success) return parsed.data;
  throw invalid(
    parsed.error.issues.flatMap((issue) =>
      pathsOf(issue).map((path) => ({
        pointer: path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
        detail: issue.code === "unrecognized_keys" ? "is not known" : detailOf(issue, config),
        code: issue.code === "unrecognized_keys" ? "unknown_field" : "invalid_value",
      })),
    ),
  );
}

function pathsOf(issue: TypedIssue): PropertyKey[][] {
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

type TypedIssue = NonNullable<ReturnType<typeof TypedConfig.safeParse>["error"]>["issues"][number];

/** A field that is missing altogether is said to be, rather than to be of the wrong kind. */
function detailOf(issue: TypedIssue, config: unknown): string {
  const [, name] = issue.path;
  const isMissing =
    issue.code === "invalid_type" && issue.path.length === 2 && typeof config === "object" && config !== null;
  return isMissing && typeof name === "string" && !Object.hasOwn(config, name) ? "is required" : issue.message;
}

function invalid(errors: FieldError[]): AppError {
  return new AppError("invalid_input", "The channel's configuration is not valid.", { errors });
}
