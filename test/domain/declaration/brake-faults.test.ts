import { expect, test } from "vitest";
import { parseDeclaration } from "../../../src/domain/declaration/declaration.ts";

function faultsOf(...lines: readonly string[]): string[] {
  const head = "fleet: web\ntemplate: lt-0abc\nimage: {channel: /images/web}\ntraffic: {strategy: none}";
  try {
    parseDeclaration([head, ...lines, ""].join("\n"), "web.yml");
    return [];
  } catch (error) {
    return (error as Error).message.split("\n");
  }
}

test.each([
  'windows: { allow: ["Mon-Fri 09:00-17:00"], deny: ["2026-12-20/2027-01-03", "Mon 08:00-10:00"] }',
  // Denied dates pass by.
  'windows: { allow: ["Mon 09:00-10:00"], deny: ["2026-01-01/2031-01-01"] }',
  'windows: { allow: ["2026-12-24/2026-12-26"], deny: ["2026-12-24/2026-12-25"] }',
  'windows: { allow: ["2031-12-24T10:00/2031-12-24T10:10 Pacific/Apia"] }',
  // In summer Berlin is two hours ahead of it.
  'windows: { allow: ["Sun 02:00-03:00 Europe/Berlin"], deny: ["Sun 01:00-02:00"] }',
  'windows: { deny: ["Mon-Sun 00:00-23:50"] }',
  "budget: { perReason: { image: 2, drift: 1, age: 1 } }",
  "budget: { atOnce: 2 }",
  "budget: { perDay: 1, atOnce: 25% }",
])("%s can be kept", (line) => {
  expect(faultsOf(line)).toEqual([]);
});

test("windows that never open are told in their places, each with what closes it", () => {
  const opens =
    'windows: { allow: ["Mon 09:00-09:09", "Tue 09:00-10:00", "2026-12-24/2026-12-26", "Wed 09:00-10:00"],';
  const denies =
    '  deny: ["Tue 00:00-24:00", "2026-12-20/2027-01-03", "Wed 08:00-09:30", "Wed 09:25-11:00"] }';
  expect(faultsOf(opens, denies)).toEqual([
    "web.yml:5:20 windows.allow[0]: is open for less than 10m: who decides looks every 5m, and might never see it open (Mon 09:00-09:09); let it last for 10m at least",
    "web.yml:5:39 windows.allow[1]: never opens for as long as 10m: windows.deny[0] denies it, so that nothing could ever begin in it (Tue 09:00-10:00); deny less, or allow another time",
    "web.yml:5:58 windows.allow[2]: never opens for as long as 10m: windows.deny[1] denies it, so that nothing could ever begin in it (2026-12-24/2026-12-26); deny less, or allow another time",
    "web.yml:5:83 windows.allow[3]: never opens for as long as 10m: windows.deny denies it, so that nothing could ever begin in it (Wed 09:00-10:00); deny less, or allow another time",
  ]);
});

test.each(["Mon-Sun 00:00-24:00", "Mon-Sun 00:00-23:55"])("%s denied is each whole week", (window) => {
  expect(faultsOf(`windows: { deny: ["${window}"] }`)).toEqual([
    "web.yml:5:12 windows.deny: denies each whole week, so that nothing could ever begin; deny less",
  ]);
});

test("what cannot be read is told beside what never opens", () => {
  const line =
    'windows: { allow: ["2026-02-30/2026-03-01", "Mon-Fry 09:00-17:00 Berlin", "Tue 09:00-10:00"], deny: ["Tue 00:00-24:00", 5], fits: maybe }';
  expect(faultsOf(line)).toEqual([
    "web.yml:5:20 windows.allow[0]: knows no date 2026-02-30; write 2026-12-20 or 2026-12-20T18:00 (2026-02-30/2026-03-01); correct the value",
    "web.yml:5:45 windows.allow[1]: knows no day Fry; days are Mon, Tue, Wed, Thu, Fri, Sat and Sun; and knows no zone Berlin; write an IANA zone such as Europe/Berlin or UTC (Mon-Fry 09:00-17:00 Berlin); correct the value",
    "web.yml:5:75 windows.allow[2]: never opens for as long as 10m: windows.deny[0] denies it, so that nothing could ever begin in it (Tue 09:00-10:00); deny less, or allow another time",
    "web.yml:5:121 windows.deny[1]: must be text (5); write it in quotes, or with its unit",
    "web.yml:5:131 windows.fits: must be true or false (maybe); correct the value",
  ]);
});

test.each([
  [
    "budget: { perDay: ten }",
    "5:19 budget.perDay: must be a number (ten); write it as a number, without a unit",
  ],
  [
    "budget: { perDay: 0% }",
    "5:19 budget.perDay: must be a number (0%); write it as a number, without a unit",
  ],
  ["budget: { perDay: 0 }", "5:19 budget.perDay: must be at least 1 (0); correct the value"],
  ["budget: { perDay: -1 }", "5:19 budget.perDay: must be at least 1 (-1); correct the value"],
  [
    "budget: { perDay: 1.5 }",
    "5:19 budget.perDay: must be a whole number (1.5); write it as a whole number, such as 4",
  ],
  [
    "budget: { perReason: {} }",
    "5:11 budget.perReason: limits no reason; name one, such as age: 1, or remove it",
  ],
  ...["0%", "101%", "half"].map((value): [string, string] => [
    `recycle: { wholeFleetAt: ${value} }`,
    value === "half"
      ? "5:26 recycle.wholeFleetAt: must be a whole percentage such as 10% or 100% (half); correct the value"
      : `5:26 recycle.wholeFleetAt: must be between 1% and 100%, is ${value}; correct the value`,
  ]),
  ["recycle: { by: server }", "5:16 recycle.by: must be servers, fleet (server); did you mean `servers`?"],
  ["budget: {}", "5:9 budget: must say perDay, perReason or atOnce ({}); correct the value"],
  ...["ten", "0%", "1.5", "101%", "[]", "0", "-1"].map((value): [string, string] => [
    `budget: { atOnce: ${value} }`,
    `5:19 budget.atOnce: must be a number of servers from 1 on, or a share of them such as 10% (${value}); correct the value`,
  ]),
  [
    "budget: { perReason: { health: 1 } }",
    "5:24 budget.perReason.health: limits nothing: runs for health count, and no budget stops them; remove it",
  ],
])("%s is a fault", (line, fault) => {
  expect(faultsOf(line)).toEqual([`web.yml:${fault}`]);
});
