import { expect, test } from "vitest";

import { checkPassword } from "./check-password";

test.each([
  "password",
  "Password1!",
  "P4ssw0rd!2024",
  "12345678",
  "87654321",
  "qwertyuiop",
  "abcd1234",
  "aaaaaaaa",
  "abcabcabc",
  "letmein!!",
  "welcome2025",
  "admin-admin",
  "adminadmin",
  "Sentinel2025!",
  "ada.lovelace1",
  "Ada.Lovelace@example.com",
])("refuses %s", (password) => {
  expect(checkPassword(password, ["ada.lovelace@example.com"])?.code).toBe("common_password");
});

test("refuses what is too short or absurdly long, counting characters and not code units", () => {
  expect(checkPassword("short")?.code).toBe("too_short");
  expect(checkPassword("🦊🦊🦊🦊")?.code).toBe("too_short");
  expect(checkPassword("x7".repeat(200))?.code).toBe("too_long");
});

test.each([
  "violet tractor 77 ladders",
  "correct-horse-battery-9",
  "n0t-on-any-list",
  "日本語のパスワード文",
  "kq7vzm2x",
])("takes %s", (password) => {
  expect(checkPassword(password, ["ada@example.com", "Ada"])).toBeNull();
});
