import { expect, test } from "vitest";

import { describeEndpoint } from "./describe-endpoint";
import { redactUrlSecrets } from "./redact-url-secrets";
import { unusableUrlReason } from "./unusable-url-reason";

const url = "wss://user:pa55word@node.example:8546/v2/k3yk3yk3y?apikey=s3cr3t%2F99&x=1";

test("only host and port of a URL are shown", () => {
  expect(describeEndpoint(url)).toBe("node.example:8546");
  expect(describeEndpoint("no url")).toBe("invalid URL");
});

test("keys are taken out of what a node says, encoded or not", () => {
  const redact = redactUrlSecrets(url);
  expect(redact("project k3yk3yk3y over quota: s3cr3t/99 s3cr3t%2F99\npa55word")).toBe(
    "project *** over quota: *** *** ***",
  );
  expect(redact(`could not connect to ${url}`)).not.toMatch(/k3yk3yk3y|s3cr3t|pa55word/);
  expect(redact("x".repeat(1_000))).toHaveLength(200);
});

test("a URL that can't be listened on is refused with the remedy", () => {
  expect(unusableUrlReason("https://node.example")).toContain("wss://");
  expect(unusableUrlReason("ftp://node.example")).toContain("wss://");
  expect(unusableUrlReason("node.example")).toContain("not valid");
  expect(unusableUrlReason(url)).toBeNull();
});
