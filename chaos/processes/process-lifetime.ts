/** The lifetime of a Lambda invocation, or of an engine with all that runs in it. */
export interface ProcessLifetime {
  readonly alive: boolean;
  /** Ends it, once. What it waits for never comes. */
  end(cause: string): void;
  onEnd(listener: (cause: string) => void): void;
  /** Calls `act` now; while the process is paused, as soon as it goes on. */
  whenAwake(act: () => void): void;
  /** Stops the whole process in its tracks, as SIGSTOP does; all that it waited for reaches it when it goes on. */
  pause(until: number): void;
  /** Until when it was last paused, or is; 0: never. */
  readonly pausedUntil: number;
  goOn(): void;
}

/** Begins a lifetime, which ends at the latest with the one that it is part of. */
export function beginLifetime(within?: ProcessLifetime): ProcessLifetime {
  const listeners: ((cause: string) => void)[] = [];
  let alive = within?.alive ?? true;
  let delayed: (() => void)[] | undefined;
  let pausedUntil = 0;
  const end = (cause: string): void => {
    if (!alive) return;
    alive = false;
    for (const listener of listeners) listener(cause);
  };
  within?.onEnd(end);
  return {
    get alive() {
      return alive;
    },
    end,
    onEnd: (listener) => void listeners.push(listener),
    whenAwake: (act) => {
      if (within) within.whenAwake(act);
      else if (delayed) delayed.push(act);
      else act();
    },
    pause: (until) => {
      delayed ??= [];
      pausedUntil = until;
    },
    get pausedUntil() {
      return within?.pausedUntil ?? pausedUntil;
    },
    goOn: () => {
      const acts = delayed ?? [];
      delayed = undefined;
      for (const act of acts) act();
    },
  };
}

/** Settles as `work` does, if the process is still alive then. Code of a dead process never goes on, of a paused one later. */
export const whileAlive = <T>(lifetime: ProcessLifetime, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    work.then(
      (value) => lifetime.whenAwake(() => lifetime.alive && resolve(value)),
      (error: unknown) => lifetime.whenAwake(() => lifetime.alive && reject(error as Error)),
    );
  });

/** What a process that is dead waits for. */
export const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
