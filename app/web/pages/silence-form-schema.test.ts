import { parseWithZod } from "@conform-to/zod/v4";
import { expect, test } from "vitest";

import { SilenceForm, SilenceMatchersForm, silenceFieldOf } from "./silence-form-schema";

const ID = "0197a1b2-8d4e-7f50-9b6c-7d8e9f0a1b2c";

function sent(fields: Record<string, string>) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return parseWithZod(data, { schema: SilenceForm });
}

const inMinutes = (date: Date | undefined) => Math.round(((date?.getTime() ?? 0) - Date.now()) / 60_000);

test("a span counts from now, or from a start that is yet to come; what is left empty is no matcher", () => {
  const now = sent({ ruleId: ID, tag: "", severity: "", reason: "Upgrade", span: "240", endsAt: "" });
  expect(now.status).toBe("success");
  if (now.status !== "success") return;
  expect(now.value).toMatchObject({ matchers: { ruleId: ID, tag: undefined }, reason: "Upgrade" });
  expect(now.value).not.toHaveProperty("startsAt");
  expect(inMinutes(now.value.endsAt)).toBe(240);

  const later = sent({ ruleId: ID, reason: "Upgrade", span: "60", startsAt: "2999-01-01T10:00" });
  expect(later.status === "success" && later.value.endsAt.toISOString()).toBe("2999-01-01T11:00:00.000Z");
});

test("an end that is given counts only when it was chosen, and is UTC", () => {
  const until = sent({ ruleId: ID, reason: "x", span: "until", endsAt: "2999-01-01T10:00" });
  expect(until.status === "success" && until.value.endsAt.toISOString()).toBe("2999-01-01T10:00:00.000Z");
  const span = sent({ ruleId: ID, reason: "x", span: "60", endsAt: "2999-01-01T10:00" });
  expect(span.status === "success" && inMinutes(span.value.endsAt)).toBe(60);
  const none = sent({ ruleId: ID, reason: "x", span: "until" });
  expect(none.status === "error" && none.error).toEqual({ endsAt: ["Say when it ends."] });
  const wrong = sent({ ruleId: ID, reason: "x", span: "until", endsAt: "2999-13-01T10:00" });
  expect(wrong.status === "error" && Object.keys(wrong.error ?? {})).toEqual(["endsAt"]);
});

test("the alert page's choice becomes the matcher that it names", () => {
  const data = new FormData();
  data.set("subject", `watchlistId:${ID}`);
  const parsed = parseWithZod(data, { schema: SilenceMatchersForm });
  expect(parsed.status === "success" && parsed.value).toMatchObject({ watchlistId: ID });
  data.set("subject", `role:${ID}`);
  expect(parseWithZod(data, { schema: SilenceMatchersForm }).status).toBe("error");
});

test("a matcher's pointer leads to its field, and that there is none to the whole form", () => {
  expect(["/matchers/ruleId", "/matchers", "/endsAt"].map(silenceFieldOf)).toEqual(["ruleId", undefined, "endsAt"]);
});
