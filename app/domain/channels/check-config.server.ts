import type { FieldError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { ChannelType } from "./channel";
import { checkDiscordUrl } from "./check-discord-url";
import { checkSlackUrl } from "./check-slack-url";
import { invalidConfig } from "./invalid-config";
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
  if (wrong !== null) throw invalidConfig([wrong]);
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
  throw invalidConfig(
    parsed.error.issues.flatMap((issue) =>
      pathsOf(issue).map((path) => ({
        pointer: path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
        ...verdictOn(issue, config),
      })),
    ),
  );
}

function pathsOf(issue: TypedIssue): PropertyKey[][] {
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

type TypedIssue = NonNullable<ReturnType<typeof TypedConfig.safeParse>["error"]>["issues"][number];

/** The words and codes of a new channel's body: a field that is missing altogether is said to be. */
function verdictOn(issue: TypedIssue, config: unknown): Pick<FieldError, "detail" | "code"> {
  if (issue.code === "unrecognized_keys") return { detail: "is not a field of this object", code: "unknown_field" };
  if (issue.code === "invalid_key") return { detail: issue.issues[0]?.message ?? issue.message, code: "invalid_key" };
  const [, name] = issue.path;
  const isField = issue.path.length === 2 && typeof name === "string" && typeof config === "object" && config !== null;
  if (isField && !Object.hasOwn(config, name)) return { detail: "is required", code: "required" };
  return { detail: issue.message, code: issue.code === "custom" ? "invalid_value" : issue.code };
}
