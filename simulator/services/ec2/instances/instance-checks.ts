import { ServiceFault } from "../../operation.ts";
import type { InstanceRecord, InstanceState } from "../state.ts";

/** Throws `IncorrectInstanceState` unless the server is in one of these states. */
export function requireState({ id, state }: InstanceRecord, states: readonly InstanceState[]): void {
  if (states.includes(state)) return;
  const named = states.map((each) => `'${each}'`).join(" or ");
  throw new ServiceFault("IncorrectInstanceState", `The instance '${id}' is not in the ${named} state.`);
}
