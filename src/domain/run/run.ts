import * as z from "zod";
import { type FleetDeclaration, fleetSchema } from "../declaration/fleet.ts";
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
] as const;
export type RunOutcome = (typeof outcomes)[number];

const declaration = z.custom<FleetDeclaration>(
  (value) => fleetSchema.safeParse(value).success,
  "is not a valid declaration",
);

const abort = z.strictObject({
  requestedBy: z.string(),
  reason: z.string(),
  requestedAt: z.number(),
});

type Names = readonly [string, ...string[]];

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
  /** The execution that carries it: the one of its own name, or the one that recovers it. */
  execution: z.string(),
  phase: z.enum(phases),
  /** Why it runs. */
  cause,
  /**
   * The fleet's declaration as the run was admitted with it: what is declared later is for the next run. Null in a
   * record of schema 1 until the next step pins what is declared then.
   */
  declaration: declaration.nullable(),
  startedAt: z.number(),
  phaseStartedAt: z.number(),
  /** When the whole run has to be over, or is undone. */
  deadlineAt: z.number(),
  endedAt: z.number().nullable(),
  /** What the run waits for, in words, and until when it sleeps. */
  waiting: z.strictObject({ reason: z.string(), until: z.number() }).nullable(),
  /** Somebody asked that it end. Carried out at the next poll. */
  abort: abort.nullable(),
  /** Why it is undone; `imageAtFault`: the image is quarantined for it. */
  failure: z
    .strictObject({
      phase: z.enum(phases),
      error: z.string(),
      reason: z.string(),
      imageAtFault: z.boolean(),
    })
    .nullable(),
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
  readonly cause: Cause;
  readonly declaration: FleetDeclaration | null;
  readonly waiting: { readonly reason: string; readonly until: number } | null;
  readonly abort: {
    readonly requestedBy: string;
    readonly reason: string;
    readonly requestedAt: number;
  } | null;
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
