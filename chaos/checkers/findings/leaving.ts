import type { CheckerInput } from "../checker-input.ts";

/** Its group was told to end the server, and it serves nobody any more. */
export const isLeaving = (id: string, { state }: CheckerInput["world"]): boolean =>
  [...state.groups.values()].some(({ instances }) =>
    instances.get(id)?.lifecycleState.startsWith("Terminating"),
  );
