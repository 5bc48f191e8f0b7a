/** A bell that a state of an execution waits for: rung by whoever has its token, once. */
interface Bell {
  readonly token: string;
  /** Resolves when it is rung. */
  readonly rung: Promise<void>;
  /** Its state waits no more: who rings it from then on finds nothing. */
  takeDown(): void;
}

/** The task tokens of the executions of one engine. As with Step Functions a token says nothing about who has it. */
export interface Bells {
  hang(execution: string): Bell;
  /** `gone`: nobody waits for it (any more): it was rung, its time has passed, or its execution has ended. */
  ring(token: string): "rung" | "gone";
}

export function openBells(): Bells {
  const hanging = new Map<string, () => void>();
  let count = 0;
  return {
    hang: (execution) => {
      const token = `${execution}#${(count += 1)}`;
      const { promise: rung, resolve } = Promise.withResolvers<void>();
      hanging.set(token, resolve);
      return { token, rung, takeDown: () => void hanging.delete(token) };
    },
    ring: (token) => {
      const resolve = hanging.get(token);
      hanging.delete(token);
      resolve?.();
      return resolve === undefined ? "gone" : "rung";
    },
  };
}
