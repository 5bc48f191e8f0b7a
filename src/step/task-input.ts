import * as z from "zod";
import { reasons } from "../domain/run/rollout.ts";
import type { AdmitInput, StepInput } from "./step.ts";

/*
 * What the state machine hands to a Task, by the three forms that rollout.asl.yml has. Parsed here for Lambda and for
 * the embedded engine alike; inside, the types are trusted.
 */
const fleet = z.string().min(1);
const rollout = z.string().min(1).max(80);

const request = z.strictObject({
  reason: z.enum(reasons).optional(),
  image: z.string().nullable().optional(),
  force: z.boolean().optional(),
  by: z.string().optional(),
  at: z.number().optional(),
  evidence: z.record(z.string(), z.unknown()).optional(),
});

/** Admit: the execution's input as somebody gave it, and the execution's name. */
export const admitTask = z
  .object({ rollout, input: z.object({ fleet, request: request.optional(), recover: rollout.optional() }) })
  .transform(
    ({ rollout: id, input }): AdmitInput => ({
      fleet: input.fleet,
      rollout: id,
      ...(input.request && { request: defined(input.request) }),
      ...(input.recover !== undefined && { recover: input.recover }),
    }),
  );

/** Every state from LaunchGreen to RetireBlue. */
export const stepTask = z
  .object({ fleet, rollout, fence: z.int().min(1) })
  .transform((input): StepInput => input);

/** RollBack and CloseRollout: the whole execution, since an Admit that failed has left no fence. */
export const endingTask = z
  .object({
    rollout,
    execution: z.object({
      fleet,
      admitted: z.object({ fence: z.int().min(0), rollout }).optional(),
      error: z.object({ Error: z.string(), Cause: z.string().optional() }).optional(),
    }),
  })
  .transform(({ rollout: id, execution }): StepInput => {
    const { Error: name, Cause } = execution.error ?? {};
    const error = name === undefined ? undefined : { Error: name, ...(Cause !== undefined && { Cause }) };
    return {
      fleet: execution.fleet,
      rollout: execution.admitted?.rollout ?? id,
      fence: execution.admitted?.fence ?? 0,
      ...(error && { error }),
    };
  });

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

const defined = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<T>;
