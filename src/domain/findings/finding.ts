import * as z from "zod";

/** What a finding asks for: that the server be replaced, that a person look, or nothing but to be told. */
const modes = ["replace", "approve", "report"] as const;

/** Something about one server for which it may have to be replaced. Instants are milliseconds since 1970. */
export const finding = z.strictObject({
  /** The instance's id, and the number of its generation: a server that went with that is nobody's any more. */
  server: z.string().min(1),
  generation: z.int().min(1),
  kind: z.enum(["age", "drift", "access", "health"]),
  /** What of the server: `security-groups`, `launch-time`. With server and kind it names the finding. */
  field: z.string().min(1),
  expected: z.string(),
  observed: z.string(),
  since: z.number(),
  /** From when on it is acted on. */
  dueAt: z.number(),
  mode: z.enum(modes),
  /** Whole scans in a row that did not show the server. */
  absentIn: z.int().min(0).default(0),
  /** When that was counted last, milliseconds since 1970; not there: it was not. */
  absentAt: z.number().exactOptional(),
  /** Whether the bus took the event that tells of it. */
  isPublished: z.boolean().default(false),
  evidence: z.record(z.string(), z.unknown()),
});
export type Finding = Readonly<z.infer<typeof finding>>;
export type FindingMode = Finding["mode"];

/** What tells two findings apart. */
export const findingKey = ({ server, kind, field }: Pick<Finding, "server" | "kind" | "field">): string =>
  `${server}#${kind}#${field}`;
