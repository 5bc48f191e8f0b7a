import { describe, expect, test } from "vitest";
import { expectationsOf } from "../../../src/domain/drift/drift-kinds.ts";
import { judgeServer } from "../../../src/domain/findings/judge-server.ts";
import { finding } from "../../support/domain/findings.ts";
import { launch, server } from "../../support/domain/servers.ts";

const DAY = 86_400_000;
const NOW = 20 * DAY;
const expectations = expectationsOf(launch());
const age = { max: 14 * 86_400, jitter: 0 };
const judge = (
  shown: Parameters<typeof server>[0],
  special: Partial<Parameters<typeof judgeServer>[1]> = {},
) =>
  judgeServer(server(shown), {
    age: undefined,
    drift: {},
    health: undefined,
    notices: [],
    generation: 3,
    expectations,
    now: NOW,
    ...special,
  });

test("of a server that is young enough and as it was launched nothing is found", () => {
  expect(judge({ launchedAt: NOW - 14 * DAY + 1 }, { age })).toEqual([]);
});

describe("an age", () => {
  test("is found from the due date on, and asks for replacement", () => {
    expect(judge({ launchedAt: NOW - 14 * DAY }, { age })).toEqual([
      finding({
        generation: 3,
        kind: "age",
        field: "age",
        expected: "at most 14d, due 1970-01-21 00:00:00Z",
        observed: "launched 1970-01-07 00:00:00Z",
        since: NOW,
        dueAt: NOW,
      }),
    ]);
    expect(judge({ launchedAt: NOW - 15 * DAY }, { age })).toMatchObject([{ since: NOW, dueAt: NOW - DAY }]);
  });

  test("is none where none is declared", () => {
    expect(judge({ launchedAt: 0 })).toEqual([]);
  });
});

describe("drift", () => {
  test("is found with what was expected and observed, is due at once, and says its kind", () => {
    expect(judge({ keyPair: "mine" }, { drift: { "key-pair": "auto" } })).toEqual([
      finding({ generation: 3, since: NOW, dueAt: NOW, evidence: { drift: "key-pair" } }),
    ]);
  });

  test.each([
    ["auto", "replace"],
    ["approve", "approve"],
    ["observe", "report"],
  ] as const)("that is declared %s asks to %s", (declared, mode) => {
    expect(judge({ keyPair: "mine" }, { drift: { "key-pair": declared } })).toMatchObject([{ mode }]);
  });

  test("that is not declared is only reported", () => {
    expect(judge({ keyPair: "mine", image: "ami-0bbb" }, { drift: { image: "auto" } })).toMatchObject([
      { evidence: { drift: "image" }, mode: "replace" },
      { evidence: { drift: "key-pair" }, mode: "report" },
    ]);
  });

  test("is none where nothing was pinned", () => {
    expect(judge({ keyPair: "mine" }, { expectations: null })).toEqual([]);
  });
});

test("a server may be too old and have drifted in several things", () => {
  const shown = { launchedAt: 0, keyPair: "mine", securityGroups: ["sg-x", "sg-web"] };
  const found = judge(shown, { age });
  expect(found.map(({ kind, field }) => `${kind} ${field}`)).toEqual([
    "age age",
    "drift security group sg-db",
    "drift security group sg-x",
    "drift key pair",
  ]);
});
