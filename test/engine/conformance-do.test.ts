import { expect, test } from "vitest";
import { runTask } from "../../src/engine/run-task.ts";
import { machineExecutions, machineStarter } from "../../src/lambda/outbound-ports.ts";
import { stateHandler } from "../../src/lambda/state-handler.ts";
import { readExcept } from "../../src/ledger/except.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { admitState } from "../../src/rollout/states/admit.ts";
import { commandLine, declareWeb, NOON } from "../support/cli/command-line.ts";
import { rollout } from "../support/cli/records.ts";
import { manualClock } from "../support/engine/manual-clock.ts";
import { embedded, independent, type Play } from "../support/engine/interpreters.ts";
import { lambdaContext } from "../support/lambda/context.ts";
import { runtime } from "../support/lambda/function-runtime.ts";

const reason = "I say so";
const RUNNING = rollout({ phase: "Bake" });

/** A fleet with a rollout that bakes, or with none. */
async function fleetWith(record?: typeof RUNNING): Promise<Ledger> {
  const { plane } = commandLine();
  await declareWeb(plane);
  if (record) await rollouts.write(plane.ledger, record, "absent");
  return plane.ledger;
}

const clockAtNoon = () => ({ ...manualClock(), now: () => NOON });
const publish = async (events: readonly unknown[]) => events.map(() => true);

/** Admit as this process runs it, and as Lambda does. */
const here =
  (ledger: Ledger): Play =>
  (_state, input) =>
    runTask("admit", input, { ledger, clock: clockAtNoon(), publish } as never);
const inLambda = (ledger: Ledger): Play => {
  const ports = { starter: machineStarter, executions: machineExecutions, publish: () => publish };
  const handler = stateHandler(admitState, ports as never, { ...runtime(), ledger, clock: clockAtNoon() });
  return (_state, input) => handler(input, lambdaContext);
};

/** What is typed, whether a rollout runs, the state that it ends in, and how its output begins. */
const TYPED: readonly (readonly [
  Readonly<Record<string, unknown>>,
  typeof RUNNING | undefined,
  string,
  RegExp,
])[] = [
  [
    { do: "pause" },
    RUNNING,
    "Done",
    /^rollout web-1 takes no step forward until 2026-11-22 12:00:00Z \(1d\)/,
  ],
  [{ do: "pause", for: "2h", by: "ada" }, RUNNING, "Done", /until 2026-11-21 14:00:00Z \(2h\)/],
  [{ do: "pause" }, undefined, "NothingToDo", /^no rollout of web runs, so there is nothing to pause/],
  [{ do: "resume" }, RUNNING, "NothingToDo", /^rollout web-1 is not paused, it is in Bake/],
  [{ do: "promote" }, RUNNING, "Done", /^rollout web-1 goes on without gates/],
  [{ do: "abort" }, RUNNING, "Done", /^rollout web-1 will roll back at its next look/],
  [{ do: "rollback" }, RUNNING, "Done", /^rollout web-1 will roll back at its next look/],
  [{ do: "rollback" }, undefined, "NothingToDo", /^web has no generation that serves/],
  [{ do: "retry" }, undefined, "NothingToDo", /^the declaration of web names no image now/],
  [{ do: "freeze", for: "1h" }, undefined, "Done", /^web is frozen until 2026-11-21 13:00:00Z/],
  [{ do: "unfreeze" }, undefined, "NothingToDo", /^web is not frozen by itself/],
];

test.each(TYPED)(
  "%j is done alike by both, with its outcome in the output",
  async (typed, record, state, said) => {
    const input = { fleet: "web", reason, ...typed };
    const [one, other] = [await fleetWith(record), await fleetWith(record)];
    const ours = await embedded(here(one), input);
    expect(ours).toEqual(await independent(inLambda(other), input));
    expect(ours.states).toEqual(["Admit", "AdmitVerdict", state]);
    expect(ours.output).toMatchObject({
      fleet: "web",
      admitted: {
        reason: expect.stringMatching(said) as string,
        verdict: state === "Done" ? "done" : "nothing-to-do",
      },
    });
    const recordOf = async (ledger: Ledger) => [
      (await rollouts.open(ledger, "web"))?.run,
      await readExcept(ledger, "web"),
    ];
    expect(await recordOf(one)).toEqual(await recordOf(other));
  },
);
