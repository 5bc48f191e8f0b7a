import * as z from "zod";

/** A server that is due and is not replaced for now: somebody wants it left alone, or it serves nobody. */
export const leftOut = z.strictObject({
  server: z.string().min(1),
  /** In words, for people. */
  reason: z.string().min(1),
  /** When it is looked at again, milliseconds since 1970. */
  until: z.number(),
});
export type LeftOut = Readonly<z.infer<typeof leftOut>>;

/** Those that are left out at this instant. */
export const leftOutNow = (left: readonly LeftOut[], now: number): readonly LeftOut[] =>
  left.filter(({ until }) => now < until);

/** `i-1: is protected from scale-in; i-2: …` */
export const leftOutWords = (left: readonly LeftOut[]): string =>
  left.map(({ server, reason }) => `${server} ${reason}`).join("; ");
