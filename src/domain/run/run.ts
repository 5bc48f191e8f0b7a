import * as z from "zod";
import type { FleetDeclaration } from "../declaration/fleet.ts";
import { validDeclaration } from "../declaration/fleet-of.ts";
import type { Pause } from "../steering/pause.ts";
import { type Cause, cause } from "./cause.ts";

/** How a run may end. */
const outcomes = [
  "succeeded",
  "rolled-back",
  /** It may neither go on nor back: a person has to say on which side the fleet stays. */
  "needs-person",
  /** A person said no. */
  "rejected",
  /** Another target took its place before it changed anything that users see. */
  "superseded",
  "nothing-to-do",
  /** A retirement's: what it was to take down did not go in time, and is kept out of traffic for a person. */
  "retained",
] as const;
export type RunOutcome = (typeof outcomes)[number];

const abort = z.strictObject({
  requestedBy: z.string(),
  reason: z.string(),
  requestedAt: z.number(),
  /** Asked for as a rollback; left out: as an abort. Both go back, and both are a person's no. */
  act: z.literal("rollback").exactOptional(),
});

type Names = readonly [string, ...string[]];

const waiting = z.strictObject({
  reason: z.string(),
  since: z.number(),
  until: z.number(),
  isDeclared: z.boolean(),
  /** Since when it waits in one go, poll after poll, without that being declared. Not there while it is. */
  undeclaredSince: z.number().exactOptional(),
});

/** By name of the group: since when it goes to zero, and since when a read has not shown it. */
export const removals = z.record(
  z.string(),
  z.strictObject({ toZeroAt: z.number().nullable(), unseenSince: z.number().nullable() }),
);

export type RunRemovals = z.infer<typeof removals>;

const leg = z.strictObject({
  number: z.int().min(1),
  polls: z.int().min(0),
  /** The execution that is to carry the next one: named before it is started, and until it has taken the run up. */
  next: z
    .strictObject({
      number: z.int().min(2),
      execution: z.string(),
      /** The execution before it was gone without having named it. */
      afterLoss: z.boolean(),
    })
    .exactOptional(),
});

const failureIn = <const Phases extends Names>(phases: Phases) =>
  z.strictObject({
    phase: z.enum(phases),
    error: z.string(),
    reason: z.string(),
    imageAtFault: z.boolean(),
    /** The image is quarantined for this fleet alone; left out: for every fleet. */
    reach: z.literal("fleet").exactOptional(),
    /** By what the load balancer said of green; if blue turns out ill before it serves again, nobody is blamed. */
    ofHealth: z.literal(true).exactOptional(),
  });

/**
 * What every kind of run has in common, with the phases and milestones of this one. Instants are milliseconds since
 * 1970. A name that the kind does not have is refused when it is written.
 */
export const runShape = <const Phases extends Names, const Milestones extends Names>(
  phases: Phases,
  milestones: Milestones,
) => ({
  fleet: z.string(),
  id: z.string(),
  /** The execution that carries it: the one of its own name, one of its later legs, or the one that recovers it. */
  execution: z.string(),
  phase: z.enum(phases),
  /** Why it runs. */
  cause,
  /** How long it was paused, or waited before the first traffic for a person's yes or a window: no part of how long one takes. */
  heldMs: z.number().min(0).exactOptional(),
  /**
   * The fleet's declaration as the run was admitted with it: what is declared later is for the next run. Null in a
   * record of schema 1 until the next step pins what is declared then.
   */
  declaration: validDeclaration.nullable(),
  startedAt: z.number(),
  phaseStartedAt: z.number(),
  /**
   * When the whole run has to be over, or is undone. Work counts, not what was declared or a freeze: it moves on by every
   * declared wait.
   */
  deadlineAt: z.number(),
  endedAt: z.number().nullable(),
  /** What the run waits for, in words, since and until when it sleeps, and whether that was declared or is a freeze. */
  waiting: waiting.nullable(),
  /** Which of the executions carries it that follow each other, from 1 on, and the polls it has taken. */
  leg,
  /** Somebody asked that it end. Carried out at the next poll. */
  abort: abort.nullable(),
  /** Why it is undone; `imageAtFault`: the image is quarantined for it. */
  failure: failureIn(phases).nullable(),
  /** The points that were passed, each with the instant it was passed first. */
  milestones: z.partialRecord(z.enum(milestones), z.number()),
  outcome: z.enum(outcomes).nullable(),
  /** In words, for people: why it ended as it did. */
  outcomeReason: z.string().nullable(),
});

/** A run of any kind: what the frame of a step knows of it. */
export interface Run {
  readonly kind: string;
  readonly fleet: string;
  readonly id: string;
  readonly execution: string;
  readonly phase: string;
  readonly startedAt: number;
  readonly phaseStartedAt: number;
  readonly deadlineAt: number;
  readonly endedAt: number | null;
  readonly heldMs?: number;
  readonly cause: Cause;
  readonly declaration: FleetDeclaration | null;
  readonly waiting: {
    readonly reason: string;
    readonly since: number;
    readonly until: number;
    readonly isDeclared: boolean;
    readonly undeclaredSince?: number;
  } | null;
  readonly leg: {
    readonly number: number;
    readonly polls: number;
    readonly next?: { readonly number: number; readonly execution: string; readonly afterLoss: boolean };
  };
  readonly abort: {
    readonly requestedBy: string;
    readonly reason: string;
    readonly requestedAt: number;
  } | null;
  /** A person's, of a kind of run that can be paused. */
  readonly pause?: Pause | null;
  readonly failure: {
    readonly phase: string;
    readonly error: string;
    readonly reason: string;
    readonly imageAtFault: boolean;
  } | null;
  readonly milestones: Readonly<Partial<Record<string, number>>>;
  readonly outcome: RunOutcome | null;
  readonly outcomeReason: string | null;
}
