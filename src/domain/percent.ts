import * as z from "zod";

/** A percentage as a declaration spells it, `10%`; parsed to a whole number from `low` to 100. */
export const percent = (low: number) =>
  z
    .string()
    .regex(/^\d{1,3}%$/, "must be a whole percentage such as 10% or 100%")
    .transform((text, context) => {
      const value = Number(text.slice(0, -1));
      if (value >= low && value <= 100) return value;
      context.addIssue({ code: "custom", message: `must be between ${low}% and 100%, is ${text}` });
      return z.NEVER;
    });

/** `share` percent of `whole` servers, rounded up: a floor or a gate never asks for less than it says. */
export const percentOf = (share: number, whole: number): number => Math.ceil((whole * share) / 100);
