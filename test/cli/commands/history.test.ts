import { expect, test } from "vitest";
import { appendEntry } from "../../../src/ledger/entries.ts";
import { commandLine, declareWeb, NOON } from "../../support/cli/command-line.ts";
import { entry } from "../../support/cli/records.ts";

const lived = async () => {
  const line = commandLine();
  await declareWeb(line.plane);
  await appendEntry(line.plane.ledger, entry({}));
  const call = { kind: "call", action: "ModifyRule", subject: "rule/1", reason: "green gets 10%" } as const;
  await appendEntry(
    line.plane.ledger,
    entry({ at: NOON + 61_000, phase: "ShiftTraffic", rollout: "web-2", ...call }),
  );
  return line;
};

test("moult history is an aligned table, the newest last", async () => {
  const { moult } = await lived();
  expect(await moult("history web --wide")).toEqual({
    code: 0,
    out: `TIME                  ROLLOUT  PHASE         KIND      ACTION             BY     REASON
2026-11-21 12:00:00Z  web-1    Admit         decision  admit              web-1  6 servers become generation 7
2026-11-21 12:01:01Z  web-2    ShiftTraffic  call      ModifyRule rule/1  web-1  green gets 10%
`,
    err: "",
  });
  expect(await moult("history web")).toEqual({
    code: 0,
    out: `TIME                  ROLLOUT  PHASE         ACTION             REASON
2026-11-21 12:00:00Z  web-1    Admit         admit              6 servers become generation 7
2026-11-21 12:01:01Z  web-2    ShiftTraffic  ModifyRule rule/1  green gets 10%
`,
    err: "Not shown: KIND, BY. --wide shows all.\n",
  });
});

test("moult history of one rollout, or of the newest entries", async () => {
  const { moult } = await lived();
  const entries = async (line: string) => JSON.parse((await moult(line)).out).entries;
  expect(await entries("history web --json --rollout web-1")).toEqual([entry({})]);
  expect(await entries("history web --json --limit 1")).toMatchObject([{ rollout: "web-2" }]);
  expect(await moult("history web --rollout web-9")).toEqual({
    code: 0,
    out: "",
    err: "Nothing is recorded of web and rollout web-9.\n",
  });
});

test.each([
  ["history web --limit 0", "moult: --limit 0 is not a whole number from 1 to 999999: give one such as 20\n"],
  ["history wbe", "moult: no fleet is named wbe: did you mean `web`?\n"],
])("%s", async (line, err) => {
  const { moult } = await lived();
  expect(await moult(line)).toEqual({ code: 1, out: "", err });
});

test("an empty ledger says how to begin", async () => {
  expect((await commandLine().moult("history web")).err).toBe(
    "moult: no fleet is declared in this ledger: declare one with `moult fleet apply <file>`\n",
  );
});
