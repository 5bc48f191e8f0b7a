import { describe, expect, test } from "vitest";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { ControlPlane } from "../../../src/engine/control-plane-port.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { NOON } from "../../support/cli/command-line.ts";
import { rollout } from "../../support/cli/records.ts";
import { starting } from "../../support/cli/starting.ts";

const ended = (outcome: RolloutRecord["outcome"], outcomeReason: string) =>
  rollout({ phase: "CloseRollout", endedAt: NOON + 1000, outcome, outcomeReason });

const ending = (outcome: RolloutRecord["outcome"], reason: string) => async (plane: ControlPlane) => {
  await rollouts.write(plane.ledger, ended(outcome, reason), "absent");
};

describe("moult rollout start", () => {
  test("--force wants to be confirmed", async () => {
    const { moult, asked } = await starting(ending("succeeded", "done"));
    expect(await moult("rollout start web --force")).toEqual({
      code: 1,
      out: "",
      err: "moult: Every server of web will be replaced, even those that are what they should be. Nothing was changed: give --confirm web to carry it out\n",
    });
    expect(asked).toEqual([]);
    expect((await moult("rollout start web --force --confirm web")).code).toBe(0);
    expect(asked).toMatchObject([{ launchedBefore: "now" }]);
  });

  describe("that would end a rollout on its way", () => {
    const onItsWay = rollout({ id: "web-0", imageTo: "ami-0000bbbb" });

    test("wants to be confirmed, and changes nothing before", async () => {
      const { moult, asked, plane } = await starting(async () => {});
      await rollouts.write(plane.ledger, onItsWay, "absent");
      expect(await moult("rollout start web --image ami-0000cccc")).toEqual({
        code: 1,
        out: "",
        err: "moult: Rollout web-0 to ami-0000bbbb, now in ValidateGreen, rolls back to make room for ami-0000cccc, unless that is refused. Nothing was changed: give --confirm web to carry it out\n",
      });
      expect(asked).toEqual([]);
      expect(await listEntries(plane.ledger, "web")).toEqual([]);
      await moult("rollout start web --image ami-0000cccc --confirm web");
      expect(asked).toMatchObject([{ image: "ami-0000cccc" }]);
    });

    test("wants to be confirmed after traffic has moved, too, where blue still runs the image", async () => {
      const { moult, asked, plane } = await starting(async () => {});
      const traffic = { ...onItsWay.traffic, setAt: NOON };
      await rollouts.write(plane.ledger, { ...onItsWay, imageFrom: "ami-0000aaaa", traffic }, "absent");
      const { err } = await moult("rollout start web --image ami-0000aaaa");
      expect(err).toMatch(
        /^moult: Rollout web-0 to ami-0000bbbb, .* rolls back to make room for ami-0000aaaa,/,
      );
      expect(asked).toEqual([]);
    });

    test("is one question with --force", async () => {
      const { moult, plane } = await starting(async () => {});
      await rollouts.write(plane.ledger, onItsWay, "absent");
      const { err } = await moult("rollout start web --image ami-0000cccc --force");
      expect(err).toContain("should be. Rollout web-0 to ami-0000bbbb,");
    });

    test.each([
      ["it names the same image", {}, " --image ami-0000bbbb"],
      ["it names none", {}, ""],
      ["traffic has moved", { traffic: { ...onItsWay.traffic, setAt: NOON } }, " --image ami-0000cccc"],
      [
        "it goes back already",
        { failure: { phase: "ValidateGreen", error: "GateFailed", reason: "http", imageAtFault: true } },
        " --image ami-0000cccc",
      ],
    ])("asks nothing where %s", async (_, special, image) => {
      const { moult, asked, plane } = await starting(async () => {});
      await rollouts.write(plane.ledger, { ...onItsWay, ...special } as RolloutRecord, "absent");
      await moult(`rollout start web${image}`);
      expect(asked).toHaveLength(1);
    });
  });
});
