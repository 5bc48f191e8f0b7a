import { describe, expect, test } from "vitest";
import type { Clock } from "../../../src/domain/clock.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { ControlPlane } from "../../../src/engine/control-plane-port.ts";
import { appendEntry } from "../../../src/ledger/entries.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { NOON } from "../../support/cli/command-line.ts";
import { entry, rollout } from "../../support/cli/records.ts";
import { starting } from "../../support/cli/starting.ts";

const MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:rollout";

const ended = (outcome: RolloutRecord["outcome"], outcomeReason: string) =>
  rollout({ phase: "CloseRollout", endedAt: NOON + 1000, outcome, outcomeReason });

const ending = (outcome: RolloutRecord["outcome"], reason: string) => async (plane: ControlPlane) => {
  await rollouts.write(plane.ledger, ended(outcome, reason), "absent");
};

const deciding = (action: string) => async (plane: ControlPlane) => {
  await appendEntry(plane.ledger, entry({ action, reason: "because" }));
};

/** Waits until whoever watches has slept so long. */
async function watchedUntil(time: number, clock: Clock): Promise<void> {
  while (clock.now() < time) await new Promise((resolve) => setImmediate(resolve));
}

const forever = async (plane: ControlPlane) => {
  await rollouts.write(plane.ledger, rollout({}), "absent");
  await new Promise(() => {});
};

describe("moult rollout start", () => {
  test("asks for the rollout, tells its events line by line off a terminal, and how it ended", async () => {
    const { moult, asked, plane } = await starting(async ({ ledger, clock }) => {
      await appendEntry(ledger, entry({}));
      const { revision } = await rollouts.write(ledger, rollout({}), "absent");
      await watchedUntil(NOON + 2000, clock);
      const call = { kind: "call", phase: "ShiftTraffic", action: "ModifyRule", subject: "rule/1" } as const;
      await appendEntry(ledger, entry({ at: NOON + 3000, ...call, reason: "green gets all" }));
      await rollouts.write(ledger, ended("succeeded", "every server runs ami-0bbb"), revision);
    });
    const { code, out, err } = await moult("rollout start web --image ami-0000bbbb --for 2h --reason kernel");
    expect({ code, err }).toEqual({ code: 0, err: "Rollout web-1 of web started.\n" });
    expect(
      out.replaceAll(/^12:00:0\d {2}phase/gm, "(time)  phase"),
    ).toBe(`12:00:00  Admit  admit: 6 servers become generation 7
(time)  phase ValidateGreen
12:00:03  ShiftTraffic  ModifyRule rule/1: green gets all
(time)  phase CloseRollout
web: succeeded: every server runs ami-0bbb
`);
    const until = NOON + 7_200_000;
    expect(asked).toEqual([
      { image: "ami-0000bbbb", until, launchedBefore: null, by: "ada@laptop", reason: "kernel" },
    ]);
    expect(plane.closed).toBe(1);
  });

  test.each([
    ["succeeded", 0],
    ["rolled-back", 3],
  ] as const)("exits with the code of the outcome: %s", async (outcome, code) => {
    const { moult } = await starting(ending(outcome, "because"));
    const answer = await moult("rollout start web");
    expect(answer.code).toBe(code);
    expect(answer.out).toContain(`web: ${outcome}: because\n`);
  });

  test("that is rolled back says where to look", async () => {
    const { moult } = await starting(ending("rolled-back", "command failed"));
    expect((await moult("rollout start web")).err).toBe(
      "Rollout web-1 of web started.\nSee why: `moult history web --rollout web-1`.\n",
    );
  });

  test.each([
    ["refused", 5],
    ["nothing-to-do", 0],
  ])("that is not admitted leaves no record, but a reason: %s", async (action, code) => {
    const { moult } = await starting(deciding(action));
    const answer = await moult("rollout start web --json");
    expect(answer.code).toBe(code);
    expect(JSON.parse(answer.out.trimEnd().split("\n").at(-1) ?? "")).toEqual({
      fleet: "web",
      id: "web-1",
      outcome: action,
      reason: "because",
    });
  });

  test("under --json tells one object a line", async () => {
    const { moult } = await starting(ending("succeeded", "done"));
    const lines = (await moult("rollout start web --json")).out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { fleet: "web", frozen: null, rollout: { id: "web-1", outcome: "succeeded" }, generations: [] },
      { fleet: "web", id: "web-1", outcome: "succeeded", reason: "done" },
    ]);
  });

  test("on a terminal paints the view and leaves the last frame", async () => {
    const { moult } = await starting(ending("succeeded", "done"), {
      terminal: true,
      environment: { noColour: true },
    });
    const { out } = await moult("rollout start web");
    expect(out.startsWith("\u001B[?25l\rweb      image · ")).toBe(true);
    expect(out).toContain("\rended    ✓ runs ami-0bbb on generation 7 since ");
    expect(out.endsWith("\u001B[?25hweb: succeeded: done\n")).toBe(true);
  });

  test("on a terminal that can only be written to tells its events line by line", async () => {
    const { moult } = await starting(ending("succeeded", "done"), {
      terminal: true,
      environment: { isPlain: true },
    });
    const { out } = await moult("rollout start web");
    expect(out).not.toContain("\u001B");
    expect(out).toMatch(/phase CloseRollout\nweb: succeeded: done\n$/);
  });

  test("whose engine stops before the end is an error that says what to do", async () => {
    const { moult } = await starting(
      async ({ ledger }) => void (await rollouts.write(ledger, rollout({}), "absent")),
    );
    const { code, err } = await moult("rollout start web");
    expect(code).toBe(1);
    expect(err).toContain(
      "moult: rollout web-1 stopped in ValidateGreen before its end: see `moult history web --rollout web-1`, then start it again with `moult rollout start web`\n",
    );
  });

  test("whose engine breaks tells the error", async () => {
    const { moult } = await starting(async () => {
      throw new TypeError("no such thing");
    });
    const { code, err } = await moult("rollout start web");
    expect(code).toBe(1);
    expect(err).toMatch(/moult: no such thing\n[\s\S]*This is a fault of moult itself\. Please report it/);
  });

  test("gives a sign of life every half minute", async () => {
    const { moult } = await starting(async ({ ledger, clock }) => {
      const waiting = {
        reason: "2 more targets must be healthy",
        since: NOON,
        until: NOON + 600_000,
        isDeclared: false,
      };
      const { revision } = await rollouts.write(ledger, rollout({ waiting }), "absent");
      await watchedUntil(NOON + 70_000, clock);
      await rollouts.write(ledger, ended("succeeded", "done"), revision);
    });
    const { err } = await moult("rollout start web");
    const beats = err.match(
      /^12:0\d:\d\d {2}still ValidateGreen: 2 more targets must be healthy; 3h59m left$/gm,
    );
    expect(beats).toHaveLength(2);
  });

  test.each([
    [
      "--detach",
      "moult: --detach needs an engine that outlives this command: leave it out, or name a stack (MOULT_TABLE and MOULT_STATE_MACHINE)\n",
    ],
    ["--detach --watch", "moult: --watch and --detach exclude each other: give one\n"],
    ["--image web", "moult: --image web is not an image id: give one such as ami-0123456789abcdef0\n"],
  ])("%s is refused", async (option, err) => {
    const { moult, asked } = await starting(forever);
    expect(await moult(`rollout start web ${option}`)).toEqual({ code: 1, out: "", err });
    expect(asked).toEqual([]);
  });

  test("--detach returns at once where the engine lives elsewhere", async () => {
    const environment = {
      table: "moult",
      stateMachineArn: MACHINE,
    };
    const { moult, opened } = await starting(forever, { environment });
    expect(await moult("rollout start web --detach --engine step-functions")).toEqual({
      code: 0,
      out: "web: rollout web-1 started\n",
      err: "Rollout web-1 carries on in AWS. Come back with `moult rollout status web --watch`.\n",
    });
    expect(opened()).toEqual({ engine: "step-functions", region: "us-east-1", ...environment });
  });
});

describe("who carries a rollout", () => {
  test.each(["rollout start web", "rollout retry web", "sweep", "settle web --keep blue --reason x"])(
    "on a shared ledger %s is not begun in this process unless it is asked by name",
    async (line) => {
      const { moult, asked } = await starting(forever, { environment: { table: "moult" } });
      const { code, out, err } = await moult(line.split(" "));
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toMatch(
        /^moult: this ledger is shared, and nothing is named that carries its rollouts: set MOULT_STATE_MACHINE/,
      );
      expect(asked).toEqual([]);
    },
  );

  test("on a shared ledger with a stack it is the stack", async () => {
    const environment = { table: "moult", stateMachineArn: MACHINE };
    const { moult, opened } = await starting(forever, { environment });
    expect((await moult("rollout start web --detach")).code).toBe(0);
    expect(opened()).toMatchObject({ engine: "step-functions" });
  });
});
