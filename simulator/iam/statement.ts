import * as z from "zod";

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((given) => [given].flat());

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: oneOrMore,
  Resource: oneOrMore,
  Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).optional(),
});

/** One statement of an identity-based policy. `NotAction` and `NotResource` are refused: nothing here uses them. */
export type Statement = z.infer<typeof statement>;

/** Statements by the name of the caller they belong to. */
export type Policies = Readonly<Record<string, readonly Statement[]>>;

const policies = z.record(z.string(), z.array(statement));

/** Reads `{ "<caller>": [{ Effect, Action, Resource, Condition? }, …] }`. Throws an Error that names every fault. */
export function readPolicies(given: unknown): Policies {
  const parsed = policies.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${z.core.toDotPath(path)}: ${message}`);
  throw new Error(`The policies are wrong: ${faults.join("; ")}.`);
}
