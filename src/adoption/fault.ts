import { InvalidInput } from "../errors/errors.ts";

/** Something that stands in the way: where it is, in the declaration or in AWS, and why, with the way out. */
export interface Fault {
  readonly place: string;
  readonly why: string;
}

/** Something beside which moult can live, and of which a person has to know: what comes of it, and what to do about it. */
export type Warning = Fault;

/** All that is found at once. */
export interface Examined {
  readonly faults: readonly Fault[];
  readonly warnings: readonly Warning[];
}

/** One fault if the condition holds, or none. */
export const faultWhen = (condition: boolean, place: string, why: string): Fault[] =>
  condition ? [{ place, why }] : [];

/** All faults in one error, so that they can be mended in one go, and what does not stand in the way beside them. */
export function refusal(
  what: string,
  faults: readonly Fault[],
  warnings: readonly Warning[] = [],
): InvalidInput {
  const beside = warnings.length === 0 ? [] : ["Beside that, and not in the way:", ...warnings.map(line)];
  return new InvalidInput(`${what}; nothing was changed:\n${[...faults.map(line), ...beside].join("\n")}`);
}

const line = ({ place, why }: Fault): string => `- ${place}: ${why}`;
