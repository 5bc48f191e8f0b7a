import * as z from "zod";
import { leftOut } from "../recycle/left-out.ts";
import { stranded } from "../recycle/stranded.ts";
import { scheduledAction } from "../schedule/scheduled-action.ts";
import { pause } from "../steering/pause.ts";
import { reasons } from "./cause.ts";
import { runShape } from "./run.ts";

/** The states of the machine that replaces single servers inside the live generation. */
export const recyclePhases = [
  "AdmitRecycle",
  "LaunchSubstitutes",
  "ValidateSubstitutes",
  "Isolate",
  "HandOff",
  "EndServers",
  "RestoreServers",
  "CloseRecycle",
] as const;
export type RecyclePhase = (typeof recyclePhases)[number];

/** What is held of the group, each written down with its undo before it is made. */
const holds = z.strictObject({
  /** MinSize keeps scaling in from taking a substitute, MaxSize gives it room; null: neither is held. */
  size: z
    .strictObject({
      originalMin: z.number(),
      heldMin: z.number(),
      originalMax: z.number(),
      heldMax: z.number(),
      /** When it was set last: a read may show the sizes of before for some seconds. */
      setAt: z.number(),
    })
    .nullable(),
  /** Those that moult suspended, and resumes. */
  processes: z.array(z.string()),
  /** The launch hook that keeps substitutes from the load balancer until they are judged. */
  hook: z.boolean(),
});

const oldServer = z.strictObject({
  id: z.string(),
  zone: z.string(),
  /**
   * `leaving`: it is about to be put into standby, which shows in the group; `ending`: the group was told to end it; `gone`: it went in
   * another way, and nothing is left to do about it; `left`: somebody wants it left alone, or has put it into standby or back.
   */
  state: z.enum(["serving", "leaving", "isolated", "ending", "gone", "left"]),
  /** When it was told last to leave; not there: it was not. */
  leaveAskedAt: z.number().exactOptional(),
});

const substitute = z.strictObject({
  id: z.string(),
  zone: z.string(),
  /** Where it is asked, which never changes; not there: nobody has read it. */
  address: z.string().exactOptional(),
  /** Its gates have passed, and the hook lets it go on. */
  isJudged: z.boolean(),
  /** Since when the load balancer calls it healthy, or it is in service where there is none; null: it is not. */
  healthySince: z.number().nullable(),
  /** On the way back: the group was told to end it. */
  isEnding: z.boolean(),
});

const batch = z.strictObject({
  number: z.int().min(1),
  /** Milliseconds since 1970. */
  begunAt: z.number(),
  servers: z.array(oldServer),
  /** Servers that the group had already when the batch began: all that it launches since are substitutes, or beside them. */
  before: z.array(z.string()),
  /** How many the group was to launch beyond what it had, and how many it is to have with them. */
  wanted: z.number(),
  minimum: z.number(),
  substitutes: z.array(substitute),
  /** The group's schedule as the batch began: what falls due meanwhile counts the substitutes, or is refused for the held minimum. */
  schedule: z.array(scheduledAction),
  /** Servers that the hook was told to let go on: what they still wait for is somebody else's. */
  answered: z.array(z.string()),
  /** Whom the gates of the record have been asked of. */
  asked: z.array(z.string()),
  /** At which port they are asked, where no gate says so; not there: nobody has asked. */
  port: z.number().exactOptional(),
  /** How long who leaves traffic drains, seconds; null: nobody has asked. */
  drainSeconds: z.number().nullable(),
});

const sentCommand = z.strictObject({
  /** Written before the command is sent, so that a lost answer can be found again by it. */
  comment: z.string(),
  /** Null: not known to be sent. */
  commandId: z.string().nullable(),
  sentAt: z.number(),
});

const gateVerdict = z.strictObject({
  gate: z.string(),
  verdict: z.enum(["pass", "fail", "wait", "unknown", "stand"]),
  reason: z.string(),
  value: z.string(),
  threshold: z.string(),
  since: z.number().nullable(),
});

/** One recycle as the ledger keeps it: servers of one generation that are replaced in place, batch by batch. */
export const recycleRecord = z.strictObject({
  kind: z.literal("recycle"),
  /** `served`: the first substitute had traffic. */
  ...runShape(recyclePhases, ["served", "undoing"]),
  /** Number of the live generation, and its group. */
  generation: z.number(),
  group: z.string(),
  /** What the generation runs, and what substitutes are launched from. */
  image: z.string(),
  templateVersion: z.number(),
  /** The servers that are still to be replaced, the most urgent first. */
  queue: z.array(z.strictObject({ id: z.string(), reason: z.enum(reasons), dueAt: z.number() })),
  /** How many at once. */
  atOnce: z.int().min(1),
  /** Those that are being replaced; null: none is. */
  batch: batch.nullable(),
  /** Ids of servers that were replaced. */
  replaced: z.array(z.string()),
  /** Servers that were due and are left, each with why. */
  left: z.array(leftOut),
  /** Servers that could not be put back, or ended again, in time; null: none. */
  stranded: stranded.nullable().default(null),
  holds,
  gates: z.array(gateVerdict),
  /** By gate name, and `handoff`. */
  commands: z.record(z.string(), sentCommand),
  pause: pause.nullable().default(null),
});
export type RecycleRecord = z.infer<typeof recycleRecord>;
export type Batch = NonNullable<RecycleRecord["batch"]>;
export type Substitute = Batch["substitutes"][number];

export const NOTHING_HELD: RecycleRecord["holds"] = { size: null, processes: [], hook: false };

/** Whether it has left servers that a person has to see to. */
export const leavesServers = ({ stranded: left }: Pick<RecycleRecord, "stranded">): boolean =>
  left !== null && left.overAt === null;

/** Whether anything of the group is held. */
export const holdsAnything = ({ holds: { size, processes, hook } }: Pick<RecycleRecord, "holds">): boolean =>
  size !== null || processes.length > 0 || hook;

/** All that it is about: replaced, under way, and still to come. */
export const serversOf = ({
  replaced,
  batch: current,
  queue,
}: Pick<RecycleRecord, "replaced" | "batch" | "queue">): readonly string[] => [
  ...new Set([...replaced, ...(current?.servers ?? []).map(({ id }) => id), ...queue.map(({ id }) => id)]),
];

/** How many servers the group has been told to have beyond its own: one for each of the batch that still counts as one of them. */
export function surplusOf({ wanted, servers, substitutes }: Batch): number {
  const left = servers.filter(({ state }) => state === "isolated" || state === "ending").length;
  const ended = substitutes.filter(({ isEnding }) => isEnding).length;
  return Math.max(0, wanted - left - ended);
}
