import * as z from "zod";

export const reasons = ["image", "age", "drift", "access", "health", "operator"] as const;

/** Why a fleet is to be replaced, with what: what a detector or an operator asks for. */
export const replacementRequest = z.strictObject({
  reason: z.enum(reasons),
  /** The image to run. Null: what the fleet's declaration names now. */
  image: z.string().nullable(),
  /** Replace even if every server already is what it should be. */
  force: z.boolean(),
  /** Who asks, in words: `event 7b0c… from aws.imagebuilder`, `ada@laptop`. */
  by: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
  evidence: z.record(z.string(), z.unknown()),
});
export type ReplacementRequest = z.infer<typeof replacementRequest>;

/** Why, in the words of whoever asks; without any, that they do. */
export function wordsOf({ by, evidence }: Pick<ReplacementRequest, "by" | "evidence">): string {
  const given = evidence["reason"];
  return typeof given === "string" && given !== "" ? given : `asked for by ${by}`;
}
