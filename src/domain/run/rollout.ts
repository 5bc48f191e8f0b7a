import * as z from "zod";
import { heldSchedule } from "../schedule/scheduled-action.ts";
import { pause } from "../steering/pause.ts";
import { promotion } from "../steering/promotion.ts";
import { timeSpent } from "../telemetry/time-spent.ts";
import { removals, runShape } from "./run.ts";

/** The states of the machine that do something, in the order a rollout passes them. */
export const phases = [
  "Admit",
  "LaunchGreen",
  "ObserveGreen",
  "ValidateGreen",
  "AwaitApproval",
  "ShiftTraffic",
  "Bake",
  "RetireBlue",
  "RollBack",
  "CloseRollout",
] as const;
export type Phase = (typeof phases)[number];

/** The points of a rollout that are passed once. */
const milestones = [
  /** A template version is being made: whoever comes after looks for it before it makes another. */
  "pinning",
  "launched",
  /** A person said yes to green's first traffic, or nobody has to. */
  "approved",
  /** Servers that pull: from here on it counts how many die. */
  "watched",
  /** Green was given its first traffic: what rang before is not its doing. */
  "first-traffic",
  "baked",
  "drained",
  /** Blue is kept warm from here on. */
  "warm",
  /** Every server of blue proved its data safe. */
  "handoff",
  /** The point of no return: from here on blue goes, and the only way is forward. */
  "blue-released",
  /** Blue's group is kept, out of traffic, for a person. */
  "retained",
  /** Undoing began: from here on the run's deadline is that of the undoing. */
  "undoing",
  "traffic-reverted",
  "quarantined",
] as const;

/** What is measured from its first sight until it is over; one that ends must not end another. */
const timers = [
  /** Green is neither good nor bad. */
  "inconclusive",
  /** Blue fails the same as green. */
  "stands",
  /** When that, or a freeze, was over: what has to get good has its whole time from then on. */
  "stood",
  /** Green has fewer servers than the floor asks for. */
  "too-small",
  /** Nothing can be launched from green's image any more. */
  "image-gone",
  /** Somebody moved traffic after it was read back. */
  "traffic-moved",
  /** When traffic was read last in a phase that moves none. */
  "traffic-read",
  /** One of green's servers was healthy beside blue, in the one target group. */
  "joined",
  /** While traffic goes back: no server of blue's, or of green's, is read as healthy. */
  "blue-silent",
  "green-silent",
  /** Servers joined blue after it was asked to hand off. */
  "servers-joined",
] as const;
export type Timer = (typeof timers)[number];

/** A temporary change to a group, written down with its undo before it is made. */
const hold = z.strictObject({
  group: z.string(),
  kind: z.enum(["minimum", "suspended-processes"]),
  /** `minimum`: what MinSize was before the first hold on the group. */
  originalMin: z.number().nullable(),
  /** `minimum`: what MinSize is held at. */
  heldMin: z.number().nullable(),
  /** `suspended-processes`: those that moult suspended (and resumes), not those that were suspended before. */
  processes: z.array(z.string()),
});
export type Hold = z.infer<typeof hold>;

const gateVerdict = z.strictObject({
  gate: z.string(),
  verdict: z.enum(["pass", "fail", "wait", "unknown", "stand"]),
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

/** On which side a fleet stays whose rollout could go neither on nor back, and who says so. */
const settlement = z.strictObject({
  keep: z.enum(["blue", "green"]),
  by: z.string(),
  at: z.number(),
});

/** One rollout as the ledger keeps it. Instants are milliseconds since 1970. */
export const rolloutRecord = z.strictObject({
  kind: z.literal("rollout"),
  ...runShape(phases, milestones),
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
    /** The same of each rule, where the fleet has several: what it was set to, what was read of it, whether it is gone. */
    rules: z
      .record(
        z.string(),
        z.strictObject({
          setPercent: z.number(),
          observedPercent: z.number().nullable(),
          isGone: z.literal(true).optional(),
        }),
      )
      .optional(),
  }),
  /** When traffic changed direction on the way back: to green, since blue could not take it, and back again. */
  reversals: z.array(z.number()),
  /** The last verdict of each gate. */
  gates: z.array(gateVerdict),
  /** What blue answered when the run began to gates that are declared with `compare: true`; left out: none is. */
  baselines: z.array(gateVerdict).exactOptional(),
  /** Commands by gate name, and `handoff`. */
  commands: z.record(z.string(), sentCommand),
  holds: z.array(hold),
  /** Digests of what blue had when green was made, by what each is called, as last followed; null: there is no blue. */
  followed: z
    .strictObject({ readAt: z.number(), digests: z.record(z.string(), z.string()) })
    .nullable()
    .default(null),
  /** What of blue green has not, and why, in words. */
  notFollowed: z.array(z.string()).default([]),
  /** Null: blue has no schedule that is held, or none that it follows. */
  schedule: heldSchedule.nullable().default(null),
  /** Why it could go neither on nor back, and since when it is a person's; null: it could, or somebody has settled it. */
  needsPerson: z.strictObject({ reason: z.string(), at: z.number() }).nullable(),
  /** Null: nobody has settled it. */
  settlement: settlement.nullable(),
  /** A person wants no step forward for a while; null: nobody does. */
  pause: pause.nullable().default(null),
  /** A person wants it to go on without what it would wait for; null: nobody does. */
  promotion: promotion.nullable().default(null),
  timers: z.partialRecord(z.enum(timers), z.number()),
  /** Alarms that blame the image if they are OK so soon after green's last traffic; left out: none, or it is decided. */
  suspects: z.array(z.strictObject({ alarm: z.string(), seconds: z.number() })).exactOptional(),
  removals,
  /** What its time went into; null: it was not counted yet. */
  spent: timeSpent.nullable().default(null),
});
export type Side = z.infer<typeof settlement>["keep"];
export type RolloutRecord = z.infer<typeof rolloutRecord>;
