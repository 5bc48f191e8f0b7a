import type * as z from "zod";
import { toDotPath } from "zod/v4/core";
import { InvalidInput } from "../errors/errors.ts";

/** Parses what a function or a Task is given, in Lambda and in this process alike. Throws InvalidInput with every fault. */
export function parseInput<Input>(schema: z.ZodType<Input>, event: unknown): Input {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${toDotPath(path) || "input"}: ${message}`);
  throw new InvalidInput(`the input is wrong: ${faults.join("; ")}. Correct what sends it`, parsed.error);
}
