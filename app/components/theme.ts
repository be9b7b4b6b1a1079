/** The visitor's choice; `system` follows the device. */
export type Theme = "dark" | "light" | "system";

/** The cookie that remembers it. Readable by the server, so that the first byte has the right colours. */
export const THEME_COOKIE = "theme";

/** A theme from a form or cookie; anything else is `system`. */
export function parseTheme(value: unknown): Theme {
  return value === "dark" || value === "light" ? value : "system";
}

/** The theme of a request's Cookie header. */
export function themeFromCookie(header: string | null): Theme {
  return parseTheme(/(?:^|;\s*)theme=(\w+)/.exec(header ?? "")?.[1]);
}
