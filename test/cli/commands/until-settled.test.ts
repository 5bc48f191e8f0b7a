import { expect, test } from "vitest";
import type { ControlPlane } from "../../../src/engine/control-plane-port.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { NOON } from "../../support/cli/command-line.ts";
import { rollout } from "../../support/cli/records.ts";
import { starting } from "../../support/cli/starting.ts";

const ended = rollout({
  phase: "CloseRollout",
  endedAt: NOON,
  outcome: "succeeded",
  outcomeReason: "done",
});

/** The record ends at once; the engine frees the lease and tells the bus for so much longer. */
const closesFor =
  (seconds: number, done: () => void) =>
  async ({ ledger, clock }: ControlPlane): Promise<void> => {
    await rollouts.write(ledger, ended, "absent");
    while (clock.now() < NOON + seconds * 1000) await new Promise((resolve) => setImmediate(resolve));
    done();
  };

test("the command ends when its engine has settled, also where the bus takes 2.5 s, and says why it waits", async () => {
  let isSettled = false;
  const { moult } = await starting(closesFor(2.5, () => (isSettled = true)));
  const { code, out, err } = await moult("rollout start web");
  expect({ code, isSettled }).toEqual({ code: 0, isSettled: true });
  expect(out).toMatch(/web: succeeded: done\n/);
  expect(err).toContain("Waiting until what it has begun has ended ...");
});

test("where the engine has settled by then it says nothing of it", async () => {
  const { moult } = await starting(closesFor(0, () => undefined));
  expect((await moult("rollout start web")).err).not.toContain("Waiting");
});

test("who leaves while it waits is let go", async () => {
  const { moult, interrupt } = await starting(closesFor(3600, () => undefined));
  const left = moult("rollout start web");
  for (let turns = 0; turns < 30; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  interrupt();
  expect(await left).toMatchObject({ out: expect.stringMatching(/web: succeeded: done/) as string });
});
