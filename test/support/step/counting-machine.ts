import * as z from "zod";
import type { Cause } from "../../../src/domain/run/cause.ts";
import { runShape } from "../../../src/domain/run/run.ts";
import { type Machine as AslMachine, readMachine } from "../../../src/engine/machine.ts";
import { releaseLease, takeLease } from "../../../src/ledger/leases.ts";
import { runStore } from "../../../src/ledger/runs/run-store.ts";
import { defineRecord } from "../../../src/ledger/stored.ts";
import { pass, wait } from "../../../src/step/answers.ts";
import type { Machine } from "../../../src/step/machine.ts";
import { recover } from "../../../src/step/recovery/recover.ts";
import type { RunKind } from "../../../src/step/run-kind.ts";
import { runStep } from "../../../src/step/run-step.ts";
import { defineState } from "../../../src/step/state.ts";
import type { AdmitAnswer, AdmitInput, StepContext, StepInput } from "../../../src/step/step.ts";
import { admitTask, endingTask } from "../../../src/step/task-input.ts";

const phases = ["Count", "Close"] as const;
const shape = z.strictObject({
  kind: z.literal("count"),
  ...runShape(phases, ["counted"]),
  count: z.number(),
});
export type CountRun = z.infer<typeof shape>;

export const counts = runStore<CountRun>("count", defineRecord({ kind: "count", schema: 1, shape }));

/** A kind of run that counts to three, in two states. */
export const countKind: RunKind<CountRun> = {
  machine: "count",
  runs: counts,
  phases,
  ending: { undo: null, close: "Close" },
  pointOfNoReturn: null,
  summaryOf: () => null,
  stop: async () => null,
};

const CAUSE: Cause = { reason: "operator", by: "ada", at: 0, serves: ["asked for by ada"], evidence: {} };

/** The record of a run that begins. */
export const begun = (fleet: string, id: string, now: number): CountRun => ({
  kind: "count",
  fleet,
  id,
  execution: id,
  phase: "Count",
  cause: CAUSE,
  declaration: null,
  startedAt: now,
  phaseStartedAt: now,
  deadlineAt: now + 3_600_000,
  endedAt: null,
  waiting: null,
  leg: { number: 1, polls: 0 },
  abort: null,
  failure: null,
  milestones: {},
  outcome: null,
  outcomeReason: null,
  count: 0,
});

/** Begins the run under the fleet's lease, or takes over one that was abandoned; then counts, a second a number. */
async function count(input: AdmitInput, context: StepContext): Promise<AdmitAnswer> {
  const { ledger, clock } = context;
  const { fleet, run } = input;
  if (input.recover !== undefined)
    return recover(countKind, { fleet, run: input.recover, execution: run }, context);
  const answer = await takeLease(ledger, { fleet, owner: run, now: clock.now(), ttlSeconds: 600 });
  const { fence } = answer.taken ? answer.lease : answer.holder;
  if ((await counts.read(ledger, fleet, run)) === undefined)
    await counts.write(ledger, begun(fleet, run, clock.now()), "absent");
  const said = await runStep(
    { kind: countKind, phase: "Count", open: async (work) => work },
    { fleet, run, fence },
    context,
    async (work) => {
      const next = work.run().count + 1;
      await work.update({ count: next });
      if (next < 3) return wait(1, `counted to ${next}`);
      await work.reach("counted");
      return pass("counted to 3");
    },
  );
  return { ...said, rollout: run, fence };
}

const close = (input: StepInput, context: StepContext) =>
  runStep({ kind: countKind, phase: "Close", open: async (work) => work }, input, context, async (work) => {
    const outcome = work.run().failure === null ? "succeeded" : "rolled-back";
    await work.update({ outcome, endedAt: work.now() });
    await releaseLease(context.ledger, { fleet: input.fleet, owner: input.run, fence: input.fence });
    return pass(outcome);
  });

export const countMachine: Machine<CountRun> = {
  name: "count",
  kind: countKind,
  states: {
    count: defineState({
      phase: "Count",
      input: admitTask,
      services: {},
      ports: ["executions"],
      step: count,
    }),
    close: defineState({ phase: "Close", input: endingTask, services: {}, step: close }),
  },
};

export const countFile: AslMachine = readMachine(
  `
StartAt: Count
TimeoutSeconds: 3600
States:
  Count:
    Type: Task
    Resource: { "Fn::GetAtt": [count, Arn] }
    Parameters: { "rollout.$": "$$.Execution.Name", "given.$": "$$.Execution.Input" }
    ResultSelector: { "fleet.$": $.fleet, "admitted.$": $ }
    TimeoutSeconds: 120
    Next: CountVerdict
  CountVerdict:
    Type: Choice
    Choices:
      - { Variable: $.admitted.verdict, StringEquals: wait, Next: CountWait }
      - { Variable: $.admitted.verdict, StringEquals: refused, Next: Refused }
    Default: Close
  CountWait: { Type: Wait, SecondsPath: $.admitted.waitSeconds, Next: Count }
  Refused: { Type: Fail, Error: Refused, CausePath: $.admitted.reason }
  Close:
    Type: Task
    Resource: { "Fn::GetAtt": [close, Arn] }
    Parameters: { "rollout.$": "$$.Execution.Name", "execution.$": "$" }
    ResultPath: $.step
    TimeoutSeconds: 120
    Next: Done
  Done: { Type: Succeed }
`,
  "count.asl.yml",
);
