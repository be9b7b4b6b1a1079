import { expect, test } from "vitest";

import { confirmReason } from "./confirm-reason";

test("the reason is told by where it leads", () => {
  expect(confirmReason("/account/keys?name=x")).toBe("before you make a key that acts for you");
  expect(confirmReason("/account/two-factor")).toBe("before you change how you sign in");
  expect(confirmReason("/people/01a20c50-0000-7000-8000-000000000000")).toBe(
    "before you change what somebody may do here",
  );
  expect(confirmReason("/")).toBe("before you go on");
});
