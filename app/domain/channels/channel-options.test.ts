import { expect, test } from "vitest";

import { QuietHours } from "./channel-options";

test("quiet hours that would never end are refused", () => {
  const whole = { from: "00:00", to: "00:00", timezone: "UTC" };
  expect(QuietHours.safeParse(whole).success).toBe(false);
  expect(QuietHours.safeParse({ ...whole, days: [1, 2, 3, 4, 5, 6, 7] }).success).toBe(false);
  expect(QuietHours.safeParse({ ...whole, days: [6, 7] }).success).toBe(true);
  expect(QuietHours.safeParse({ ...whole, to: "23:59" }).success).toBe(true);
});
