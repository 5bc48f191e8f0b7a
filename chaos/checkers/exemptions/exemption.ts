/**
 * What a checker does not count, though its rule would: one instant or one object, why it is so, and the harm that could hide
 * there. Its name begins with the checker's: `served: a fleet that is frozen`.
 */
export interface Exemption {
  /** An instant: from something that happens until it is over; an object: one thing, for as long as it is. */
  readonly of: "instant" | "object";
  readonly reason: string;
  readonly harm: string;
}
