import * as z from "zod";
import { reasons } from "../domain/run/replacement-request.ts";
import type { AdmitInput, StepInput } from "./step.ts";

/*
 * What a state machine hands to a Task, by the three forms that the machines have. Parsed here for Lambda and for the
 * embedded engine alike; inside, the types are trusted. A run is named `rollout` by the rollout's machine.
 */
const fleet = z.string().min(1);
const run = z.string().min(1).max(80);

const request = z.strictObject({
  reason: z.enum(reasons).optional(),
  image: z.string().nullable().optional(),
  force: z.boolean().optional(),
  by: z.string().optional(),
  at: z.number().optional(),
  evidence: z.record(z.string(), z.unknown()).optional(),
});

/** The state that admits: the execution's input as somebody gave it, and the execution's name. */
export const admitTask = z
  .object({ rollout: run, input: z.object({ fleet, request: request.optional(), recover: run.optional() }) })
  .transform(
    ({ rollout: id, input }): AdmitInput => ({
      fleet: input.fleet,
      run: id,
      ...(input.request && { request: defined(input.request) }),
      ...(input.recover !== undefined && { recover: input.recover }),
    }),
  );

/** Every state between admission and the end. */
export const stepTask = z
  .object({ fleet, rollout: run, fence: z.int().min(1) })
  .transform(({ rollout, ...input }): StepInput => ({ ...input, run: rollout }));

/** The states that end a run: the whole execution, since an admission that failed has left no fence. */
export const endingTask = z
  .object({
    rollout: run,
    execution: z.object({
      fleet,
      admitted: z.object({ fence: z.int().min(0), rollout: run }).optional(),
      error: z.object({ Error: z.string(), Cause: z.string().optional() }).optional(),
    }),
  })
  .transform(({ rollout: id, execution }): StepInput => {
    const { Error: name, Cause } = execution.error ?? {};
    const error = name === undefined ? undefined : { Error: name, ...(Cause !== undefined && { Cause }) };
    return {
      fleet: execution.fleet,
      run: execution.admitted?.rollout ?? id,
      fence: execution.admitted?.fence ?? 0,
      ...(error && { error }),
    };
  });

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

const defined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<T>;
