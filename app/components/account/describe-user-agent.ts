/** What somebody signed in with, in words they know it by. */
export interface Device {
  /** `Firefox on Windows`, `curl 8.5`. */
  name: string;
  kind: "computer" | "phone" | "program";
}

/** The first that matches; those that pose as others come before them. */
const BROWSERS: [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\/|\bOpera\b/, "Opera"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bDuckDuckGo\/|\bDdg\//, "DuckDuckGo"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|Chromium|HeadlessChrome|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const SYSTEMS: [RegExp, string, Device["kind"]][] = [
  [/\biPhone\b|\biPod\b/, "iPhone", "phone"],
  [/\biPad\b/, "iPad", "phone"],
  [/\bAndroid\b/, "Android", "phone"],
  [/\bWindows\b/, "Windows", "computer"],
  [/\bCrOS\b/, "ChromeOS", "computer"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS", "computer"],
  [/\bLinux\b|\bX11\b/, "Linux", "computer"],
];

/**
 * Reads a `User-Agent`: good enough to recognise one's own devices by, and no more, for anybody may send any.
 *
 * @param userAgent As it was sent, perhaps cut; null when none was.
 */
export function describeUserAgent(userAgent: string | null): Device {
  if (userAgent === null || userAgent.trim() === "") return { name: "Unknown program", kind: "program" };
  const browser = BROWSERS.find(([pattern]) => pattern.test(userAgent))?.[1];
  const [, system, kind] = SYSTEMS.find(([pattern]) => pattern.test(userAgent)) ?? [];
  if (browser !== undefined && userAgent.startsWith("Mozilla/")) {
    return { name: system === undefined ? browser : `${browser} on ${system}`, kind: kind ?? "computer" };
  }
  // `curl/8.5.0`, `python-requests/2.31`, `my-bot`.
  const [, product = "", version] = /^([^\s/()]{1,40})(?:\/([\d.]{1,12}))?/.exec(userAgent) ?? [];
  if (product === "" || product === "Mozilla") return { name: "Unknown program", kind: "program" };
  return { name: version === undefined ? product : `${product} ${version}`, kind: "program" };
}
