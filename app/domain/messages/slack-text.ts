/** What Slack itself asks to be escaped, and nothing else ("Formatting message text", docs.slack.dev). */
const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const LOOK_ALIKES: Record<string, string> = { "*": "∗", _: "ˍ", "~": "∼", "`": "ˋ" };
/** Marks format only at the edge of a word: `set_owner` is left alone. */
const MARK = /(?<![\p{L}\p{N}])[*_~`]|[*_~`](?![\p{L}\p{N}])/gu;

/**
 * Text for a `plain_text` object, or for a `text` with `mrkdwn: false`: nothing in it is formatted, and without `<`
 * nothing is a mention or a link. Cut within a limit between whole characters, never inside an entity.
 */
export function slackPlain(text: string, max: number): string {
  const notice = "… (cut)";
  let fitted = "";
  let whole = "";
  for (const character of text) {
    whole += ENTITIES[character] ?? character;
    if (whole.length <= max - notice.length) fitted = whole;
    if (whole.length > max) return `${fitted}${notice}`;
  }
  return whole;
}

/**
 * A value inside mrkdwn: as `slackPlain`, and what mrkdwn would format or a client would take for a mention is replaced
 * by characters that look the same (mrkdwn knows no backslash). For display only: addresses and hashes have none of them.
 */
export function slackMarkup(value: string): string {
  return value
    .replace(/^[>\s]+/, (start) => start.replaceAll(">", "›"))
    .replace(MARK, (mark) => LOOK_ALIKES[mark] ?? mark)
    .replace(/@(?=\p{L})/gu, "＠")
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);
}

/** `<url|label>` for mrkdwn; `url` must be one that was checked. */
export function slackLink(label: string, url: string): string {
  const address = url.replaceAll("&", "&amp;").replaceAll("<", "%3C").replaceAll(">", "%3E").replaceAll("|", "%7C");
  return `<${address}|${slackMarkup(label).replaceAll("|", "¦")}>`;
}
