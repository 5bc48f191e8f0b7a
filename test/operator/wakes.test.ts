import { expect, test } from "vitest";
import { performAct } from "../../src/desk/acts.ts";
import { startingDesk } from "../../src/desk/starting-desk.ts";
import { writeBell } from "../../src/ledger/asked/bell.ts";
import { writeGeneration } from "../../src/ledger/generations.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { commandLine, declareWeb, NOON } from "../support/cli/command-line.ts";
import { generation, rollout } from "../support/cli/records.ts";

const WHO = { by: "ada", proof: "function-url" } as const;

/** A rollout in this phase, with a bell; what is rung is taken down. `fails`: whoever rings may not. */
async function waiting(phase: "AwaitApproval" | "Bake", fails = false) {
  const { plane } = commandLine();
  const { ledger, clock } = plane;
  await declareWeb(plane);
  await writeGeneration(ledger, generation({}), "absent");
  const run = rollout({ phase, deadlineAt: NOON + 3_600_000 });
  await rollouts.write(ledger, run, "absent");
  await writeBell(ledger, "web", { rollout: run.id, token: "t-1", at: NOON });
  const rung: string[] = [];
  const bells = {
    ring: async (token: string) => {
      if (fails) throw new Error("denied");
      rung.push(token);
      return "rung" as const;
    },
  };
  const starter = { start: async () => "started" as const };
  return { rung, desk: startingDesk(starter, { ledger, clock }, bells) };
}

const ABORT = { act: "abort", fleet: "web", reason: "wrong image", seconds: 0, ...WHO } as const;

test("a rollout that waits for a person is woken by an abort, and one that looks by itself is not", async () => {
  const [waits, bakes] = [await waiting("AwaitApproval"), await waiting("Bake")];
  expect(await performAct("steer", ABORT, waits.desk)).toMatchObject({ changed: true });
  expect(await performAct("steer", ABORT, bakes.desk)).toMatchObject({ changed: true });
  expect([waits.rung, bakes.rung]).toEqual([["t-1"], []]);
});

test("what was done stands though nobody could be woken, and what it need not hear wakes nobody", async () => {
  const [denied, frozen] = [await waiting("AwaitApproval", true), await waiting("AwaitApproval")];
  expect(await performAct("steer", ABORT, denied.desk)).toMatchObject({ changed: true });
  await performAct("freeze", { fleet: "web", reason: "incident", seconds: null, ...WHO }, frozen.desk);
  expect(frozen.rung).toEqual([]);
});
