import { describe, expect, test } from "vitest";
import { newAsk } from "../../../src/domain/decide/approval/approval-hold.ts";
import { withAnswer, withAsk } from "../../../src/domain/approval/approval-ask.ts";
import { askId } from "../../../src/domain/approval/ask-id.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { ControlPlane } from "../../../src/engine/control-plane-port.ts";
import { changeApprovals } from "../../../src/ledger/asked/approvals.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { shiftSubject } from "../../../src/domain/approval/shift-subject.ts";
import { commandLine, DECLARATION, declareWeb, NOON } from "../../support/cli/command-line.ts";
import { rollout } from "../../support/cli/records.ts";
import { starting } from "../../support/cli/starting.ts";

const APPROVAL = { before: "shift", deadline: "1d" } as const;
const DEPLOYED = {
  table: "moult",
  stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:rollout",
};

/** A rollout whose green has passed its gates, in a fleet that asks before the first traffic. */
const green = (special: Partial<RolloutRecord> = {}): RolloutRecord =>
  rollout({ phase: "AwaitApproval", declaration: { ...DECLARATION, approval: APPROVAL }, ...special });

/** The rollout stands, and its yes was asked for. */
async function stand({ ledger }: ControlPlane, run: RolloutRecord): Promise<void> {
  await rollouts.write(ledger, run, "any");
  const subject = shiftSubject(run);
  if (subject === null) throw new Error("nobody is asked");
  const settings = { ...APPROVAL, deadline: 86_400, onDeadline: "reject" } as const;
  await changeApprovals(ledger, "web", (asks) => withAsk(asks, newAsk(subject, settings, NOON)));
}

async function answer({ ledger }: ControlPlane): Promise<void> {
  const given = { verdict: "approved", by: "ada", proof: "none", reason: "good", at: NOON } as const;
  await changeApprovals(ledger, "web", (asks) =>
    withAnswer(asks, asks[0]?.key ?? "", { ...given, isRecorded: true }),
  );
}

const ended = green({ phase: "CloseRollout", endedAt: NOON, outcome: "succeeded", outcomeReason: "done" });
const ID = askId(shiftSubject(green()) ?? { key: "" });
const WAITS =
  "web: the first traffic of web-g0007 (image ami-0bbb, template version 1) waits for a person's yes until 2026-11-22 12:00:00Z, then it is rejected. " +
  `\`moult rollout approve web --ask ${ID} --reason <text>\`, or \`moult rollout reject web --ask ${ID} --reason <text>\`, answers it.\n`;

describe("a rollout that waits for a person's yes before its first traffic", () => {
  const standing = async (run = green()) => {
    const line = commandLine();
    await declareWeb(line.plane);
    await stand(line.plane, run);
    return line;
  };

  test.each(["rollout status web --watch", "rollout status web --watch --json"])(
    "%s says so, and exits with 4",
    async (command) => {
      const { moult } = await standing();
      const { code, err } = await moult(command);
      expect([code, err.includes(WAITS), err.includes("moult rollout status web --watch")]).toEqual([
        4,
        true,
        true,
      ]);
    },
  );

  test("status alone exits with 4, too", async () => {
    expect((await (await standing()).moult("rollout status web")).code).toBe(4);
  });

  test.each<[string, Partial<RolloutRecord>]>([
    ["is aborted", { abort: { requestedBy: "ada", requestedAt: NOON, reason: "no" } }],
    ["has its yes, and waits for a window", { milestones: { approved: NOON } }],
    ["takes its traffic", { phase: "ShiftTraffic" }],
  ])("status of one that %s exits with 0", async (_what, special) => {
    const { moult } = await standing(green(special));
    expect((await moult("rollout status web")).code).toBe(0);
  });

  test("one that was answered a moment ago is waited for to its end", async () => {
    const { moult, plane } = await standing();
    await answer(plane);
    const watched = moult("rollout status web --watch");
    for (let turns = 0; turns < 30; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    await rollouts.write(plane.ledger, ended, "any");
    expect((await watched).code).toBe(0);
  });

  test("who has started it in the stack is let go; who carries it stays until its end", async () => {
    const deployed = await starting(
      async (plane) => {
        await stand(plane, green());
        await new Promise(() => {});
      },
      { environment: DEPLOYED },
    );
    expect((await deployed.moult("rollout start web")).code).toBe(4);
    const carrying = await starting(async (plane) => {
      await stand(plane, green());
      for (let turns = 0; turns < 60; turns += 1) await new Promise((resolve) => setImmediate(resolve));
      await answer(plane);
      await rollouts.write(plane.ledger, ended, "any");
    });
    expect((await carrying.moult("rollout start web --engine embedded")).code).toBe(0);
  });
});
