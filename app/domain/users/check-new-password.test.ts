import { expect, test } from "vitest";

import { checkNewPassword } from "./check-new-password";

test.each(["1qaz2wsx", "Michelle", "michelle1", "Samantha2024!", "q1w2e3r4t5", "password"])(
  "refuses %s",
  (password) => {
    expect(checkNewPassword(password)?.code).toBe("common_password");
  },
);

test.each(["violet tractor 77 ladders", "mountain elephant brooklyn", "kq7vzm2x", "a long pass phrase of hers"])(
  "takes %s",
  (password) => {
    expect(checkNewPassword(password, ["ada@example.com", "Ada"])).toBeNull();
  },
);
