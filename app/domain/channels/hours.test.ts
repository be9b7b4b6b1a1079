import { expect, test } from "vitest";

import { hoursBegin, hoursEnd } from "./hours";

const at = (text: string) => new Date(text);
const night = { from: "22:00", to: "07:00", timezone: "Europe/Berlin" };
const work = { from: "09:00", to: "17:30", timezone: "America/New_York", days: [1, 2, 3, 4, 5] };

test("no hours end never and begin at once", () => {
  const now = at("2026-06-10T12:00:00Z");
  expect(hoursEnd(null, now)).toBeNull();
  expect(hoursBegin(null, now)).toEqual(now);
});

test("hours over midnight hold on both sides of it", () => {
  expect(hoursEnd(night, at("2026-06-10T20:30:00Z"))).toEqual(at("2026-06-11T05:00:00Z"));
  expect(hoursEnd(night, at("2026-06-11T03:00:00Z"))).toEqual(at("2026-06-11T05:00:00Z"));
  expect(hoursEnd(night, at("2026-06-11T12:00:00Z"))).toBeNull();
  expect(hoursBegin(night, at("2026-06-11T12:00:00Z"))).toEqual(at("2026-06-11T20:00:00Z"));
});

test("the beginning belongs to the hours and the end does not", () => {
  expect(hoursEnd(night, at("2026-06-10T20:00:00Z"))).toEqual(at("2026-06-11T05:00:00Z"));
  expect(hoursEnd(night, at("2026-06-11T05:00:00Z"))).toBeNull();
  expect(hoursEnd(night, at("2026-06-11T04:59:59.999Z"))).toEqual(at("2026-06-11T05:00:00Z"));
});

test("hours over midnight belong to the day on which they begin", () => {
  const friday = { ...night, days: [5] };
  expect(hoursEnd(friday, at("2026-06-13T03:00:00Z"))).toEqual(at("2026-06-13T05:00:00Z"));
  expect(hoursEnd(friday, at("2026-06-12T03:00:00Z"))).toBeNull();
  expect(hoursBegin(friday, at("2026-06-12T03:00:00Z"))).toEqual(at("2026-06-12T20:00:00Z"));
});

test("working hours skip the weekend, by their own zone's calendar", () => {
  expect(hoursBegin(work, at("2026-06-13T02:00:00Z"))).toEqual(at("2026-06-15T13:00:00Z"));
  expect(hoursEnd(work, at("2026-06-12T21:29:00Z"))).toEqual(at("2026-06-12T21:30:00Z"));
  expect(hoursBegin(work, at("2026-06-12T21:29:00Z"))).toEqual(at("2026-06-12T21:29:00Z"));
});

test("a weekend of whole days is one span, and every day has no end within two weeks", () => {
  const weekend = { from: "00:00", to: "00:00", timezone: "Europe/Berlin", days: [6, 7] };
  expect(hoursEnd(weekend, at("2026-06-13T10:00:00Z"))).toEqual(at("2026-06-14T22:00:00Z"));
  expect(hoursBegin(weekend, at("2026-06-12T10:00:00Z"))).toEqual(at("2026-06-12T22:00:00Z"));
  const always = { from: "08:00", to: "08:00", timezone: "UTC" };
  const end = hoursEnd(always, at("2026-06-13T10:00:00Z"));
  expect(end?.getTime()).toBeGreaterThan(at("2026-06-27T00:00:00Z").getTime());
});

test("a night in which clocks are put forward is an hour shorter, and put back an hour longer", () => {
  expect(hoursEnd(night, at("2026-03-28T21:00:00Z"))).toEqual(at("2026-03-29T05:00:00Z"));
  expect(hoursEnd(night, at("2026-10-24T20:00:00Z"))).toEqual(at("2026-10-25T06:00:00Z"));
});

test("a time that the clocks leave out is the moment at which they are put forward", () => {
  const early = { from: "22:00", to: "02:30", timezone: "Europe/Berlin" };
  expect(hoursEnd(early, at("2026-03-29T00:30:00Z"))).toEqual(at("2026-03-29T01:00:00Z"));
  const late = { from: "02:30", to: "05:00", timezone: "Europe/Berlin" };
  expect(hoursBegin(late, at("2026-03-29T00:30:00Z"))).toEqual(at("2026-03-29T01:00:00Z"));
});

test("a time that the clocks show twice begins at the first and ends at the last", () => {
  const twice = { from: "02:15", to: "02:45", timezone: "Europe/Berlin" };
  expect(hoursBegin(twice, at("2026-10-24T23:00:00Z"))).toEqual(at("2026-10-25T00:15:00Z"));
  expect(hoursEnd(twice, at("2026-10-25T00:50:00Z"))).toEqual(at("2026-10-25T01:45:00Z"));
});

test("hours that lie wholly in what the clocks leave out don't happen on that day", () => {
  const gone = { from: "02:10", to: "02:50", timezone: "Europe/Berlin" };
  expect(hoursEnd(gone, at("2026-03-29T01:00:00Z"))).toBeNull();
  expect(hoursBegin(gone, at("2026-03-29T00:59:00Z"))).toEqual(at("2026-03-30T00:10:00Z"));
});

test("clocks that change at midnight, and zones of half hours, are read right", () => {
  const cairo = { from: "00:00", to: "06:00", timezone: "Africa/Cairo" };
  expect(hoursBegin(cairo, at("2026-04-23T12:00:00Z"))).toEqual(at("2026-04-23T22:00:00Z"));
  const lordHowe = { from: "01:45", to: "03:00", timezone: "Australia/Lord_Howe" };
  expect(hoursEnd(lordHowe, at("2026-04-04T15:20:00Z"))).toEqual(at("2026-04-04T16:30:00Z"));
  const kolkata = { from: "22:00", to: "07:00", timezone: "Asia/Kolkata" };
  expect(hoursEnd(kolkata, at("2026-06-10T20:00:00Z"))).toEqual(at("2026-06-11T01:30:00Z"));
});
