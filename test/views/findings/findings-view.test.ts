import { expect, test } from "vitest";
import { findingRows, stormRows } from "../../../src/views/findings/findings-view.ts";
import { ageStorm, finding, storm } from "../../support/cli/findings.ts";

const NOW = Date.UTC(2026, 10, 21, 12);
const fleet = (findings: readonly ReturnType<typeof finding>[], name = "web") => ({
  fleet: name,
  findings,
  live: 6,
});
const acknowledged = { by: "ada", reason: "we closed it", at: 7 };

test("a finding is a row with its fleet and what comes of it, without what only scans need", () => {
  const { absentIn: _absentIn, isPublished: _isPublished, ...told } = finding();
  expect(findingRows([fleet([finding()])], { storms: [], now: NOW })).toEqual([
    { fleet: "web", ...told, consequence: "replaced" },
  ]);
});

test.each([
  ["replaced", "one that is due", {}, []],
  ["replaced", "one that is due this instant", { dueAt: NOW }, []],
  ["due-later", "one that is due later", { dueAt: NOW + 1 }, []],
  ["observed", "one that is only told", { mode: "report" }, []],
  ["unapproved", "one that a person would approve", { mode: "approve" }, []],
  ["returned", "one that came back", { mode: "report", evidence: { needs: "another image" } }, []],
  ["over", "one of a generation that is gone", { generation: 5 }, [storm()]],
  ["held", "one of a storm", {}, [storm()]],
  ["observed", "one that is only told, during a storm", { mode: "report" }, [storm()]],
  ["replaced", "one of a storm that was acknowledged", {}, [storm({ acknowledged })]],
  ["replaced", "one of another value than the storm's", { observed: "absent" }, [storm()]],
] as const)("%s: %s", (consequence, _what, special, storms) => {
  const rows = findingRows([fleet([finding(special)])], { storms, now: NOW });
  expect(rows).toMatchObject([{ consequence }]);
});

test("nothing is acted on while no generation is live", () => {
  const rows = findingRows([{ ...fleet([finding()]), live: undefined }], { storms: [], now: NOW });
  expect(rows).toMatchObject([{ consequence: "over" }]);
});

test("what is acted on comes first, of that the most urgent, the oldest, then by name", () => {
  const findings = [
    finding({ server: "i-report", mode: "report", since: 1 }),
    finding({ server: "i-b" }),
    finding({ server: "i-a", field: "tag b" }),
    finding({ server: "i-a", field: "tag a" }),
    finding({ server: "i-old", since: 2 }),
    finding({ server: "i-aged", kind: "age", since: 1 }),
    finding({ server: "i-login", kind: "access" }),
  ];
  const rows = findingRows([fleet(findings), fleet([finding({ server: "i-0" })], "api")], {
    storms: [],
    now: NOW,
  });
  expect(rows.map((row) => `${row.fleet} ${row.server} ${row.field.slice(0, 5)}`)).toEqual([
    "web i-login secur",
    "web i-old secur",
    "api i-0 secur",
    "web i-a tag a",
    "web i-a tag b",
    "web i-b secur",
    "web i-aged secur",
    "web i-report secur",
  ]);
});

test("what a person has to do something about comes before what is only told", () => {
  const findings = [
    finding({ server: "i-observed", mode: "report" }),
    finding({ server: "i-gone", generation: 5 }),
    finding({ server: "i-approve", mode: "approve" }),
    finding({ server: "i-later", observed: "absent", dueAt: NOW + 1 }),
    finding({ server: "i-back", mode: "report", evidence: { needs: "another image" } }),
    finding({ server: "i-held" }),
    finding({ server: "i-now", observed: "absent" }),
  ];
  const rows = findingRows([fleet(findings)], { storms: [storm()], now: NOW });
  expect(rows.map(({ server }) => server.slice(2))).toEqual([
    "now",
    "held",
    "back",
    "later",
    "approve",
    "observed",
    "gone",
  ]);
});

test("storms are numbered as they are listed", () => {
  const { endedAt: _endedAt, ...first } = storm();
  expect(stormRows([storm(), ageStorm({ acknowledged })])).toMatchObject([
    { number: 1, ...first },
    { number: 2, key: "age", acknowledged },
  ]);
  expect(stormRows([storm()])[0]).not.toHaveProperty("endedAt");
});
