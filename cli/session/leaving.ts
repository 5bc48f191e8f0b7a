import type { Io } from "../terminal/io.ts";

/** Something a person is asked at the end, who leaves before the end of what they watched. */
export interface Offer {
  /** As a sentence. */
  readonly what: string;
  /** What the person types to accept it. */
  readonly name: string;
  /** Answers what to say. */
  act(): Promise<string>;
}

/** What happens when a person leaves a command before its end. */
interface Leaving {
  /** Aborted by leaving. */
  readonly left: AbortSignal;
  whenLeft(text: string, offer?: Offer): void;
  holdTerminal(onKey?: (key: string) => void): Promise<void>;
  leave(): void;
  /** Gives the terminal back. */
  release(): void;
  farewell(): string;
  offer(): Offer | undefined;
}

export function openLeaving(io: Pick<Io, "holdTerminal">): Leaving {
  const controller = new AbortController();
  let farewell = "";
  let offer: Offer | undefined;
  let giveBack: (() => void) | undefined;
  const release = () => giveBack?.();
  return {
    left: controller.signal,
    whenLeft: (text, given) => {
      farewell = text;
      offer = given;
    },
    holdTerminal: async (onKey) => {
      giveBack ??= await io.holdTerminal(onKey);
    },
    leave: () => {
      controller.abort();
      release();
    },
    release,
    farewell: () => farewell,
    offer: () => offer,
  };
}
