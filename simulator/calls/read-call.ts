import type { Operation, ServiceFault } from "../services/operation.ts";

/** A call that was read: what is to be done, and how its answer goes back. */
export interface ReadCall<Answer> {
  readonly service: string;
  readonly action: string;
  readonly operation: Operation<Record<string, unknown>, object | undefined>;
  readonly input: Record<string, unknown>;
  answer(output: object | undefined): Answer;
  refuse(fault: ServiceFault): Answer;
}

/** A request that cannot be carried out, and the answer that says why. */
export interface RefusedCall<Answer> {
  readonly service: string;
  readonly action: string;
  readonly fault: ServiceFault;
  readonly refusal: Answer;
}
