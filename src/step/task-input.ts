import * as z from "zod";
import { readStartInput } from "../domain/run/start-input.ts";
import { fleetName } from "../domain/declaration/fleet.ts";
import { showValue } from "../domain/shown-value.ts";
import type { AdmitInput, RefusedInput, StepInput, TakeUpInput } from "./step.ts";

/*
 * What a state machine hands to a Task, by the three forms that the machines have. Parsed here for Lambda and for the
 * embedded engine alike; inside, the types are trusted. A run is named `rollout` by the rollout's machine.
 */
const fleet = z.string().min(1);
const run = z.string().min(1).max(80);
/** A machine of before 0.2.0, which may still carry a run, has no state that starts the next leg, and gives no name. */
const executionName = run.optional();

/**
 * As the machine of 0.1.0 hands it over, whose executions may still be waiting to be admitted: with the answer to the
 * last try added to what somebody gave.
 */
const olderAdmitTask = z.object({ rollout: run, input: z.unknown() }).transform(({ rollout, input }) => {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return { rollout, given: input };
  const { admitted: _, ...given } = input as Readonly<Record<string, unknown>>;
  return { rollout, given };
});

/**
 * The state that admits: the execution's input as somebody gave it, and the execution's name. A wrong input is no error
 * here, so that the machine can refuse it with a sentence instead of going the way back of a run that never began.
 */
export const admitTask = z
  .union([z.object({ rollout: run, given: z.unknown() }), olderAdmitTask])
  .transform(({ rollout: id, given }): AdmitInput | RefusedInput => {
    const start = readStartInput(given);
    return "faults" in start ? { run: id, faults: start.faults, given } : { ...start, run: id };
  });

const retirementStart = z.strictObject({ fleet: fleetName, retirement: run });
const RETIREMENT_EXAMPLE = '{"fleet":"web","retirement":"web-g0001-retirement"}';

/** The state that takes up a retirement: what moult, its sweep or a person starts an execution with. */
export const retirementTask = z
  .object({ execution: run, given: z.unknown() })
  .transform(({ execution, given }): TakeUpInput | RefusedInput => {
    const start = retirementStart.safeParse(given);
    if (start.success) return { fleet: start.data.fleet, run: start.data.retirement, execution };
    const faults = start.error.issues.map(
      ({ path, message }) => `${path.join(".") || showValue(given)}: ${message}`,
    );
    return { run: execution, faults, given, example: RETIREMENT_EXAMPLE };
  });

/** Every state of a retirement after that. */
export const retirementStepTask = z
  .object({ fleet, retirement: run, generation: z.int().min(1), fence: z.int().min(1), executionName: run })
  .transform(
    ({ retirement, executionName: execution, ...input }): StepInput => ({
      ...input,
      run: retirement,
      execution,
    }),
  );

/** Every state between admission and the end. */
export const stepTask = z.object({ fleet, rollout: run, fence: z.int().min(1), executionName }).transform(
  ({ rollout, executionName: execution, ...input }): StepInput => ({
    ...input,
    run: rollout,
    ...(execution !== undefined && { execution }),
  }),
);

/** The state that waits for a person: a look, or with a token the bell that is to be hung up. */
export const bellTask = z
  .object({
    fleet,
    rollout: run,
    fence: z.int().min(1),
    executionName: run,
    token: z.string().min(1).optional(),
  })
  .transform(
    ({ rollout, executionName: execution, token, ...input }): StepInput => ({
      ...input,
      run: rollout,
      execution,
      ...(token !== undefined && { token }),
    }),
  );

/** The states that end a run: the whole execution, since an admission that failed has left no fence. */
export const endingTask = z
  .object({
    rollout: run,
    executionName,
    execution: z.object({
      fleet,
      admitted: z.object({ fence: z.int().min(0), rollout: run }).optional(),
      error: z.object({ Error: z.string(), Cause: z.string().optional() }).optional(),
      /** Of an execution whose admission failed the input is all there is. */
      decided: z.object({ image: z.string() }).optional().catch(undefined),
      image: z.string().optional().catch(undefined),
    }),
  })
  .transform(({ rollout: id, executionName: name, execution }): StepInput => {
    const { Error: what, Cause } = execution.error ?? {};
    const error = what === undefined ? undefined : { Error: what, ...(Cause !== undefined && { Cause }) };
    const image = execution.decided?.image ?? execution.image;
    return {
      fleet: execution.fleet,
      run: execution.admitted?.rollout ?? id,
      fence: execution.admitted?.fence ?? 0,
      ...(name !== undefined && { execution: name }),
      ...(error && { error }),
      ...(image !== undefined && { image }),
    };
  });

/** Every state of a recycle after its admission. */
export const recycleStepTask = z
  .object({ fleet, recycle: run, fence: z.int().min(1), executionName: run })
  .transform(
    ({ recycle, executionName: execution, ...input }): StepInput => ({ ...input, run: recycle, execution }),
  );

const recycleStart = z.strictObject({
  fleet: fleetName,
  recover: run.optional(),
  leg: z.strictObject({ run, number: z.int().min(2) }).optional(),
});

/** The state that admits a recycle: what moult, its sweep or a person starts an execution with. */
export const recycleTask = z
  .object({ execution: run, given: z.unknown() })
  .transform(({ execution, given }): AdmitInput | RefusedInput => {
    const start = recycleStart.safeParse(given);
    if (start.success) {
      const { fleet: name, recover, leg } = start.data;
      return { fleet: name, run: execution, ...(recover !== undefined && { recover }), ...(leg && { leg }) };
    }
    const faults = start.error.issues.map(
      ({ path, message }) => `${path.join(".") || showValue(given)}: ${message}`,
    );
    return { run: execution, faults, given };
  });

/** The states that end a recycle: the whole execution, since an admission that failed has left no fence. */
export const recycleEndingTask = z
  .object({
    execution: z.object({
      fleet,
      admitted: z.object({ fence: z.int().min(0), rollout: run }).optional(),
      error: z.object({ Error: z.string(), Cause: z.string().optional() }).optional(),
    }),
    executionName: run,
  })
  .transform(({ executionName, execution }): StepInput => {
    const { Error: what, Cause } = execution.error ?? {};
    return {
      fleet: execution.fleet,
      run: execution.admitted?.rollout ?? executionName,
      fence: execution.admitted?.fence ?? 0,
      execution: executionName,
      ...(what !== undefined && { error: { Error: what, ...(Cause !== undefined && { Cause }) } }),
    };
  });
