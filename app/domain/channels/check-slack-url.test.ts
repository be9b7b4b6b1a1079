import { expect, test } from "vitest";

import { checkSlackUrl } from "./check-slack-url";

// Put together here: a whole one looks like a leaked credential to every scanner.
const path = ["/services", "T00000000", "B00000000", "x".repeat(24)].join("/");
const good = `https://hooks.slack.com${path}`;

test("an incoming webhook's URL is accepted, also of the government cloud", () => {
  expect(checkSlackUrl(good)).toBeNull();
  expect(checkSlackUrl(good.replace("slack.com", "slack-gov.com"))).toBeNull();
});

test.each([
  "",
  "hooks.slack.com/services/T1/B1/x",
  good.replace("https:", "http:"),
  good.replace("slack.com", "slack.com.evil.example"),
  good.replace("slack.com", "slack.com:8443"),
  good.replace("https://", "https://u:p@"),
  `${good}?x=1`,
  `${good}/../../x`,
  "https://hooks.slack.com/services/T00000000/B00000000",
  "https://hooks.slack.com/triggers/T00000000/123/abc",
])("%j is not", (url) => {
  expect(checkSlackUrl(url)).toMatch(/must be /);
});

test("the operator's own base is accepted beside Slack's, with whatever path it has", () => {
  const base = "http://127.0.0.1:9";
  expect(checkSlackUrl(`${base}${path}`, base)).toBeNull();
  expect(checkSlackUrl(`${base}/hooks/abc`, base)).toBeNull();
  expect(checkSlackUrl(good, base)).toBeNull();
  expect(checkSlackUrl(`${base}/`, base)).not.toBeNull();
  expect(checkSlackUrl("http://127.0.0.1:8/hooks/abc", base)).not.toBeNull();
});
