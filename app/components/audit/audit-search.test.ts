import { expect, test } from "vitest";

import { auditFilterOf, auditSearchParams, parseAuditSearch } from "./audit-search";

const ID = "01990000-0000-7000-8000-000000000001";

test("what a URL asks for becomes a filter, days with their ends", () => {
  const search = parseAuditSearch(new URLSearchParams(`actorId=${ID}&action=rule.*&from=2026-11-01&to=2026-11-24`));
  expect(auditFilterOf(search)).toEqual({
    actorId: ID,
    action: "rule.*",
    from: new Date("2026-11-01T00:00:00.000Z"),
    to: new Date("2026-11-24T23:59:59.999Z"),
  });
  expect(auditSearchParams(search).toString()).toBe(`actorId=${ID}&action=rule.*&from=2026-11-01&to=2026-11-24`);
});

test("what makes no sense counts as not given", () => {
  const search = parseAuditSearch(new URLSearchParams("actorId=me&action=*&from=2026-13-01&resourceType=A%20B"));
  expect(auditFilterOf(search)).toEqual({});
});
