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

/** As people read it in a reason. */
export const shownFault = ({ place, why }: Fault): string => `${place}: ${why}`;
