import { expect, test } from "vitest";
import type { ControlPlane } from "../../../src/engine/control-plane-port.ts";
import { keepSummary } from "../../../src/ledger/board/summaries.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { commandLine, DECLARATION, NOON } from "../../support/cli/command-line.ts";
import { summary } from "../../support/domain/explain/summary.ts";

const SENTENCE =
  "can go neither on nor back; going back has taken longer than it may: blue is ill and nobody can say why; moult settle billing --keep <blue or green> --reason <text> decides";

async function furnish({ ledger }: ControlPlane): Promise<void> {
  const summaries = [
    summary({ fleet: "web" }),
    summary({
      fleet: "pay",
      state: "approval",
      waitsFor: "approval",
      sentence:
        "generation 4 (ami-0bbb) passed 5 gates; waits for approval before its first traffic; until 16:00Z, then it is rejected",
      since: NOON - 720_000,
      next: "moult rollout approve pay --reason <text>",
    }),
    summary({
      fleet: "billing",
      state: "needs-person",
      waitsFor: "person",
      sentence: SENTENCE,
      since: NOON - 2_460_000,
      next: "moult settle billing --keep blue --reason <text> --confirm billing",
    }),
  ];
  for (const each of summaries) {
    const declaration = { ...DECLARATION, fleet: each.fleet };
    await declareFleet(ledger, { declaration, by: "ada", now: NOON }, "absent");
    await keepSummary(ledger, each);
  }
}

const BOARD = `! 1 needs a person  ◆ 1 approval  ● 1 steady
! billing  can go neither on nor back; going back has taken longer than it may: blue is ill and
           nobody can say why; moult settle billing --keep <blue or green> --reason <text> decides
           41m
◆ pay      generation 4 (ami-0bbb) passed 5 gates; waits for approval before its first traffic;
           until 16:00Z, then it is rejected  12m
           moult rollout approve pay --reason <text>
`;

test("moult status shows every fleet that is not steady, the worst first, and cuts nothing", async () => {
  const { moult, plane } = commandLine();
  await furnish(plane);
  const { code, out, err } = await moult("status");
  expect(out.replaceAll(/ +$/gm, "")).toBe(BOARD);
  expect([code, err]).toEqual([
    0,
    "Steady fleets are counted, not listed: --all lists them, `moult status <fleet>` shows one.\n",
  ]);
  expect((await moult("status --all")).out).toContain(
    "● web      runs ami-0aaa on generation 6; nothing is due",
  );
});

test("moult status says how to begin where there is no fleet", async () => {
  const { code, err } = await commandLine().moult("status");
  expect([code, err]).toEqual([0, "No fleet is declared. Declare one with `moult fleet apply <file>`.\n"]);
});

test("as JSON it has every fleet, by --json and by --output json", async () => {
  const { moult, plane } = commandLine();
  await furnish(plane);
  const { out } = await moult("status --json");
  expect(JSON.parse(out)).toMatchObject({
    counts: { "needs-person": 1, approval: 1, steady: 1 },
    fleets: [{ fleet: "billing", sentence: SENTENCE }, { fleet: "pay" }, { fleet: "web", tone: "ok" }],
  });
  expect(JSON.parse((await moult("status --output json")).out)).toMatchObject(JSON.parse(out) as object);
  expect((await moult("status --output json nobody")).out).toContain('"error"');
});

test("moult status of a fleet is all of it, and unknown ones are refused", async () => {
  const { moult, plane } = commandLine();
  await furnish(plane);
  expect((await moult("status web")).out).toContain("web");
  expect((await moult("status wbe")).err).toContain("did you mean `web`?");
});

test("a watch of all fleets prints a line for each change where nobody looks at a terminal", async () => {
  const line = commandLine();
  const { moult, plane } = line;
  await furnish(plane);
  let polls = 0;
  const sleep: typeof plane.clock.sleep = async () => {
    polls += 1;
    if (polls === 1)
      await keepSummary(
        plane.ledger,
        summary({ fleet: "web", state: "waits", gist: "new", sentence: "waits; new" }),
      );
    if (polls === 3) line.interrupt();
  };
  Object.assign(plane.clock, { sleep });
  const { code, out } = await moult("status --watch");
  expect(code).toBe(130);
  expect(out.split("\n").map((each) => each.slice(0, 24))).toEqual([
    "12:00:00  ! billing  can",
    "12:00:00  ◆ pay  generat",
    "12:00:00         moult r",
    "12:00:00  ‖ web  waits; ",
    "",
  ]);
});
