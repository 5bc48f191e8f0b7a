import { parse } from "yaml";
import * as z from "zod";
import { InvalidInput } from "../errors/errors.ts";

/*
 * The part of Amazon States Language that rollout.asl.yml uses. Everything else is refused when the file is read: a
 * field that the embedded engine passed over in silence would make it differ from Step Functions.
 */
const path = z.string().regex(/^\$\$?(\.[A-Za-z_]\w*)*$/, "is a JSONPath this engine does not know");
const retrier = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: z.number().default(1),
  BackoffRate: z.number().default(2),
  MaxAttempts: z.number().default(3),
  MaxDelaySeconds: z.number().optional(),
  JitterStrategy: z.enum(["FULL", "NONE"]).default("NONE"),
});
const catcher = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  ResultPath: path.default("$"),
  Next: z.string(),
});
const template = z.record(z.string().regex(/\.\$$/, "must be a path (its name ends with .$)"), path);
const comment = z.string().optional();

const task = z.strictObject({
  Type: z.literal("Task"),
  Comment: comment,
  Resource: z.strictObject({ "Fn::GetAtt": z.tuple([z.string(), z.literal("Arn")]) }),
  Parameters: template,
  ResultSelector: template.optional(),
  ResultPath: path.default("$"),
  TimeoutSeconds: z.number(),
  Retry: z.array(retrier).default([]),
  Catch: z.array(catcher).default([]),
  Next: z.string(),
});
/** Its function hangs up a bell, and the state is over when somebody rings it (aws-facts 9.1). */
const bellTask = z
  .strictObject({
    Type: z.literal("Task"),
    Comment: comment,
    Resource: z.strictObject({
      "Fn::Sub": z.literal("arn:${AWS::Partition}:states:::lambda:invoke.waitForTaskToken"),
    }),
    Parameters: z.strictObject({
      FunctionName: z.strictObject({ "Fn::GetAtt": z.tuple([z.string(), z.literal("Arn")]) }),
      Payload: template,
    }),
    ResultPath: path,
    TimeoutSecondsPath: path,
    Retry: z.array(retrier).default([]),
    Catch: z.array(catcher).default([]),
    Next: z.string(),
  })
  .transform((state) => ({ ...state, Type: "BellTask" as const }));
const choice = z.strictObject({
  Type: z.literal("Choice"),
  Comment: comment,
  Choices: z.array(z.strictObject({ Variable: path, StringEquals: z.string(), Next: z.string() })),
  Default: z.string(),
});
const wait = z
  .strictObject({
    Type: z.literal("Wait"),
    Comment: comment,
    Seconds: z.int().nonnegative().optional(),
    SecondsPath: path.optional(),
    Next: z.string(),
  })
  .refine(
    ({ Seconds, SecondsPath }) => (Seconds === undefined) !== (SecondsPath === undefined),
    "needs either Seconds or SecondsPath",
  );
const pass = z.strictObject({ Type: z.literal("Pass"), Comment: comment, Next: z.string() });
const succeed = z.strictObject({ Type: z.literal("Succeed"), Comment: comment });
const fail = z.strictObject({
  Type: z.literal("Fail"),
  Comment: comment,
  Error: z.string(),
  CausePath: path,
});

const plain = z.discriminatedUnion("Type", [task, choice, wait, pass, succeed, fail]);
const isBell = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  JSON.stringify((value as Record<string, unknown>)["Resource"] ?? null).includes("waitForTaskToken");
/** By its resource, so that what is wrong with a state is said of the one that it is. */
const state = z.unknown().transform((value, context): z.infer<typeof plain> | z.infer<typeof bellTask> => {
  const parsed = isBell(value) ? bellTask.safeParse(value) : plain.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const { message, path: at } of parsed.error.issues)
    context.addIssue({ code: "custom", message, path: [...at] });
  return z.NEVER;
});
const machine = z.strictObject({
  Comment: comment,
  StartAt: z.string(),
  TimeoutSeconds: z.number(),
  States: z.record(z.string(), state),
});

export type State = z.infer<typeof state>;
export type TaskState = z.infer<typeof task>;
export type BellState = z.infer<typeof bellTask>;
export type Retrier = z.infer<typeof retrier>;
export type Machine = z.infer<typeof machine>;

/** Reads a machine from its YAML. Throws InvalidInput that lists all faults, dangling transitions among them. */
export function readMachine(yaml: string, file: string): Machine {
  const parsed = machine.safeParse(parse(yaml));
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${file}: ${issue.path.join(".")}: ${issue.message}`);
    throw new InvalidInput([
      ...faults,
      "The embedded engine runs only what it knows; extend src/engine or change the machine.",
    ]);
  }
  const { States, StartAt } = parsed.data;
  const missing = [StartAt, ...Object.values(States).flatMap(successors)].filter((name) => !(name in States));
  if (missing.length > 0)
    throw new InvalidInput(`${file}: these states are named but not there: ${missing.join(", ")}`);
  return parsed.data;
}

/** Every state that can come next. */
export function successors(from: State): string[] {
  switch (from.Type) {
    case "Task":
    case "BellTask":
      return [from.Next, ...from.Catch.map(({ Next }) => Next)];
    case "Choice":
      return [from.Default, ...from.Choices.map(({ Next }) => Next)];
    case "Wait":
    case "Pass":
      return [from.Next];
    default:
      return [];
  }
}
