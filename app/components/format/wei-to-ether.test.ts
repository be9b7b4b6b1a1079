import { expect, test } from "vitest";

import { humanEther, weiToEther } from "./wei-to-ether";

test("wei becomes ether without losing a digit", () => {
  expect(weiToEther("3500000000000000000000")).toBe("3500");
  expect(weiToEther("1")).toBe("0.000000000000000001");
  expect(weiToEther("0")).toBe("0");
  expect(weiToEther("-1500000000000000000")).toBe("-1.5");
});

test("ether for people is grouped and short, and dust is not nothing", () => {
  expect(humanEther("1234567000000000000000000")).toBe("1,234,567");
  expect(humanEther("1234567890000000000")).toBe("1.2345");
  expect(humanEther("1")).toBe("<0.0001");
  expect(humanEther("0")).toBe("0");
});
