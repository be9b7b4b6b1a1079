import { expect, test } from "vitest";

import { checkResponseTemplate } from "./check-response-template";
import { ResponseTemplate } from "./response-template";

const check = (template: Record<string, unknown>, abi: unknown = null) =>
  checkResponseTemplate(ResponseTemplate.parse(template), abi);

test.each([
  [{}],
  [{ to: "{{target}}" }],
  [{ to: "0x5fbdb2315678afecb367f032d93f642f64180aa3", signature: "setPaused(bool)", args: ["true"] }],
  [{ signature: "blacklist(address account)", args: ["{{call.args.to}}"] }],
])("%j may be saved", (template) => {
  expect(check(template)).toEqual([]);
});

test("everything that is wrong is told at its place", () => {
  expect(check({ to: "vault.eth", signature: "f(address,uint8)", args: ["{{nobody}}", "300"] })).toMatchObject([
    { pointer: "/response/to", code: "address_malformed" },
    { pointer: "/response/args/0", code: "invalid_argument" },
    { pointer: "/response/args/1", code: "invalid_argument" },
  ]);
  expect(check({ to: "{{from}}" })).toMatchObject([{ pointer: "/response/to" }]);
  expect(check({ signature: "f(uint7)", args: ["1"] })).toMatchObject([
    { pointer: "/response/signature", code: "unknown_type", position: { start: 2, end: 7 } },
  ]);
  expect(check({ signature: "stopEverything" })).toMatchObject([{ pointer: "/response/signature" }]);
  expect(check({ signature: "stopEverything" }, ["function stopEverything()"])).toEqual([]);
});
