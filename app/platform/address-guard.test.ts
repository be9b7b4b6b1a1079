import { expect, test } from "vitest";

import { judgeAddress, parseCidrs } from "./address-guard";

test.each([
  "0.0.0.0",
  "10.0.0.1",
  "100.64.0.1",
  "127.0.0.1",
  "169.254.169.254",
  "172.31.255.255",
  "192.0.0.1",
  "192.0.2.1",
  "192.88.99.1",
  "192.168.0.1",
  "198.18.0.1",
  "198.19.255.255",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::7f00:1",
  "::808:808",
  "fe80::1",
  "fec0::1",
  "fc00::1",
  "fd12::1",
  "ff02::1",
  "2001:db8::1",
  "3fff::1",
  "100::1",
  "2002:7f00:1::",
  "64:ff9b::7f00:1",
  "64:ff9b:1::1",
  "5f00::1",
  "2001::1",
  "::ffff:127.0.0.1",
  "::ffff:10.0.0.1",
  "::ffff:0:7f00:1",
  "not an address",
])("%s is blocked", (address) => {
  expect(judgeAddress(address, []).kind).toBe("blocked");
});

test.each(["1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])(
  "%s is public",
  (address) => {
    expect(judgeAddress(address, []).kind).toBe("public");
  },
);

test("an allowed range holds IPv4 in both spellings and nothing of the other family", () => {
  const v4 = parseCidrs(["10.0.0.0/8"]);
  expect(judgeAddress("10.1.2.3", v4).kind).toBe("allowed");
  expect(judgeAddress("::ffff:10.1.2.3", v4).kind).toBe("allowed");
  expect(judgeAddress("11.1.2.3", v4).kind).toBe("public");
  expect(judgeAddress("fd00::1", v4).kind).toBe("blocked");
  expect(judgeAddress("fd00::1", parseCidrs(["fd00::/8"])).kind).toBe("allowed");
});

test("a range that is none is named", () => {
  expect(() => parseCidrs(["10.0.0.0/99"])).toThrow('"10.0.0.0/99" is not a CIDR range');
});
