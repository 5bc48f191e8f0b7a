import * as z from "zod";

/** The states of the machine that do something, in the order a rollout passes them. */
export const phases = [
  "Admit",
  "LaunchGreen",
  "ObserveGreen",
  "ValidateGreen",
  "ShiftTraffic",
  "Bake",
  "RetireBlue",
  "RollBack",
  "CloseRollout",
] as const;
export type Phase = (typeof phases)[number];

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

/** A temporary change to a group, written down with its undo before it is made. */
const hold = z.strictObject({
  group: z.string(),
  kind: z.enum(["minimum", "suspended-processes"]),
  /** `minimum`: what MinSize was. */
  was: z.number().nullable(),
  /** `minimum`: what MinSize is held at. */
  heldAt: z.number().nullable(),
  /** `suspended-processes`: those that moult suspended (and resumes), not those that were suspended before. */
  processes: z.array(z.string()),
});
export type Hold = z.infer<typeof hold>;

const gateVerdict = z.strictObject({
  gate: z.string(),
  verdict: z.enum(["pass", "fail", "wait", "unknown"]),
  reason: z.string(),
  value: z.string(),
  threshold: z.string(),
  since: z.number().nullable(),
});

const sentCommand = z.strictObject({
  /** Written before the command is sent, so that a lost answer can be found again by it. */
  comment: z.string(),
  /** Null: not known to be sent. */
  commandId: z.string().nullable(),
  sentAt: z.number(),
});

const outcomes = ["succeeded", "rolled-back", "nothing-to-do", "refused", "queued"] as const;

/** One rollout as the ledger keeps it. Instants are milliseconds since 1970. */
export const rolloutRecord = z.strictObject({
  fleet: z.string(),
  id: z.string(),
  /** The execution that carries it: the one of its own name, or the one that recovers it. */
  execution: z.string(),
  phase: z.enum(phases),
  request: replacementRequest,
  startedAt: z.number(),
  phaseStartedAt: z.number(),
  /** When the whole rollout has to be over, or is rolled back. */
  deadlineAt: z.number(),
  endedAt: z.number().nullable(),
  imageFrom: z.string().nullable(),
  imageTo: z.string(),
  /** Generation numbers. `blue` is null for a first generation. */
  blue: z.number().nullable(),
  green: z.number(),
  /** Version of the base template that green is launched from; always a number. */
  templateVersion: z.number(),
  /** Servers that green must have. */
  size: z.number(),
  /** Share of the traffic that green was last set to have, percent; when; and how often a read has agreed since. */
  traffic: z.strictObject({
    step: z.number(),
    setPercent: z.number(),
    setAt: z.number().nullable(),
    observedPercent: z.number().nullable(),
    agreeingReads: z.number(),
  }),
  /** The last verdict of each gate. */
  gates: z.array(gateVerdict),
  /** Commands by gate name, and `handoff`. */
  commands: z.record(z.string(), sentCommand),
  holds: z.array(hold),
  /** What the rollout waits for, in words, and until when it sleeps. */
  waiting: z.strictObject({ reason: z.string(), until: z.number() }).nullable(),
  /** Somebody asked that it end. Carried out at the next look. */
  abort: z
    .strictObject({ by: z.string(), reason: z.string(), at: z.number(), supersededBy: z.string().nullable() })
    .nullable(),
  /** Why it is rolled back; `blamesImage`: the image is quarantined for it. */
  failure: z
    .strictObject({ phase: z.enum(phases), error: z.string(), reason: z.string(), blamesImage: z.boolean() })
    .nullable(),
  /** Progress inside RetireBlue and RollBack, as marks that were passed: `drained`, `handed-off`, `scaled-to-zero` … with when. */
  marks: z.record(z.string(), z.number()),
  outcome: z.enum(outcomes).nullable(),
  /** In words, for people: why it ended as it did. */
  outcomeReason: z.string().nullable(),
});
export type RolloutRecord = z.infer<typeof rolloutRecord>;

/** What every step of the machine answers; `verdict` chooses the next state. */
export interface StepAnswer {
  readonly verdict: "pass" | "wait" | "fail" | "nothing-to-do" | "refused" | "queued" | "recover";
  readonly waitSeconds: number;
  readonly reason: string;
}
