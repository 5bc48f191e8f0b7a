import { InvalidInput } from "../errors/errors.ts";

/** Something that stands in the way: where it is, in the declaration or in AWS, and why, with the way out. */
export interface Fault {
  readonly place: string;
  readonly why: string;
}

/** One fault if the condition holds, or none. */
export const faultWhen = (condition: boolean, place: string, why: string): Fault[] =>
  condition ? [{ place, why }] : [];

/** All faults in one error, so that they can be mended in one go. */
export function refusal(what: string, faults: readonly Fault[]): InvalidInput {
  const lines = faults.map(({ place, why }) => `- ${place}: ${why}`);
  return new InvalidInput(`${what}; nothing was changed:\n${lines.join("\n")}`);
}
