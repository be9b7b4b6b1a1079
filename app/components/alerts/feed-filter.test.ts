import { expect, test } from "vitest";

import { feedSearch, parseFeedFilter } from "./feed-filter";

const round = (search: string) => feedSearch(parseFeedFilter(new URLSearchParams(search)));

test("a filter survives the way through the URL", () => {
  const id = "01a20c50-ee2b-7118-a5cf-a22dfbd40bcb";
  const search = `severity=critical,high&status=pending&network=demo&watchlistId=${id}&q=treasury`;
  expect(round(search)).toBe(search);
});

test("severities may be repeated or listed, and unknown ones are left out", () => {
  expect(round("severity=high&severity=critical&severity=loud")).toBe("severity=critical,high");
});

test("what can't be an id is not asked for", () => {
  expect(round("watchlistId=1%20or%201&ruleId=x")).toBe("");
});
