import * as z from "zod";
import { attentionKinds } from "./outbox/attention-kinds.ts";
import { by, eventOf, fleet } from "./published/always.ts";
import { recycle, rollout, waiting } from "./published/of-runs.ts";

const found = {
  kind: z.enum(attentionKinds),
  /** What was found that moult will not mend, in words. */
  irregularity: z.string().min(1),
  /** What shows more of it, or ends it. */
  commands: z.array(z.string().min(1)).min(1),
};

const finding = <Type extends string>(type: Type) =>
  eventOf(type, {
    fleet,
    /** The instance's id. */
    instance: z.string().min(1),
    field: z.string().min(1),
    expected: z.string(),
    observed: z.string(),
    dueAt: z.string(),
    mode: z.enum(["replace", "approve", "report"]),
  });

const asked = {
  fleet,
  /** Of what: another image or template version, drifts, or the first traffic of one green. */
  subject: z.enum(["launch", "drift", "shift"]),
  image: z.string().min(1),
  templateVersion: z.number(),
  /** `shift`: the rollout, and the group that it made. */
  rollout: z.string().nullable(),
  green: z.string().nullable(),
  /** What is asked about, in words. */
  what: z.string().min(1),
  until: z.iso.datetime(),
  /** What happens when nobody answers. */
  onDeadline: z.enum(["reject", "proceed"]),
};

/** With the two answers; `again`: four fifths of its time are over, and nobody has given one. */
const approvalWanted = eventOf("Approval Wanted", {
  ...asked,
  commands: z.array(z.string().min(1)).min(1),
  again: z.literal(true).optional(),
});

const approvalAnswer = <Type extends string>(type: Type) =>
  eventOf(type, {
    ...asked,
    verdict: z.enum(["approved", "rejected"]),
    by: z.string().min(1),
    /** How it is known who answered. */
    proof: z.enum(["caller-identity", "function-url", "none", "deadline"]),
    reason: z.string().min(1),
  });

/** Somebody did something to a fleet, to an image or, with `fleet` null, to all. */
const act = <Type extends string, const More extends z.core.$ZodLooseShape>(type: Type, more: More) =>
  eventOf(type, { by, ...more });

/** The image, and the one fleet that it is in quarantine for; null: every fleet. */
const quarantine = { image: z.string().min(1), reach: z.string().min(1).nullable() };

/** A person wants no step forward; `until`: when it goes on by itself. */
const paused = { by, until: z.iso.datetime() };

/** What moult publishes to the bus. More fields may come, so readers must let through what they do not know. */
export const moultEvent = z.discriminatedUnion("detail-type", [
  rollout("Rollout Started"),
  rollout("Rollout Succeeded"),
  /** `by`: the person who asked for that; null: nobody did. */
  rollout("Rollout Rolled Back", { by: by.nullable() }),
  /** Something else is wanted by now, and is begun instead. */
  rollout("Rollout Superseded"),
  rollout("Rollout Needs Person"),
  rollout("Rollout Refused"),
  rollout("Rollout Paused", paused),
  rollout("Rollout Resumed", { by }),
  /** A person wants it to go on without what it would wait for. */
  rollout("Rollout Promoted", { by }),
  /** A step of green's traffic is read back; `percent`: what green has. */
  rollout("Traffic Shifted", { percent: z.number() }),
  /** A person asked for a rollout, and it would change nothing. */
  rollout("Nothing To Do", { by: by.nullable() }),
  waiting,
  recycle("Recycle Started"),
  recycle("Recycle Succeeded"),
  /** The batch under way was put back; `by`: the person who asked for that. */
  recycle("Recycle Rolled Back", { by: by.nullable() }),
  recycle("Recycle Superseded"),
  /** Servers stay in standby, or substitutes beside those whose place they were to take: their ids. */
  recycle("Recycle Needs Person", {
    standby: z.array(z.string().min(1)),
    substitutes: z.array(z.string().min(1)),
  }),
  recycle("Recycle Refused"),
  recycle("Recycle Paused", paused),
  recycle("Recycle Resumed", { by }),
  eventOf("Fleet Needs Attention", { ...found, fleet }),
  eventOf("Account Needs Attention", found),
  /** What needed attention is over, and has not come back for an hour. */
  eventOf("Attention Cleared", {
    kind: z.enum(attentionKinds),
    irregularity: z.string().min(1),
    overAt: z.iso.datetime(),
  }),
  finding("Instance Age Threshold Reached"),
  finding("Instance Drift Detected"),
  finding("Instance Access Detected"),
  finding("Instance Maintenance Scheduled"),
  approvalWanted,
  approvalAnswer("Approval Given"),
  approvalAnswer("Approval Rejected"),
  approvalAnswer("Approval Deadline Passed"),
  act("Image Quarantined", quarantine),
  act("Quarantine Lifted", quarantine),
  act("Freeze Set", { until: z.iso.datetime().nullable() }),
  act("Freeze Lifted", {}),
  /** In an hour or less it ends by itself; `by`: who set it. */
  act("Freeze About To End", { until: z.iso.datetime() }),
  act("Declaration Changed", { changed: z.array(z.string()) }),
  /** Another version of moult is deployed than before. */
  eventOf("Stack Upgraded", { from: z.string().min(1), to: z.string().min(1) }),
]);
export type MoultEvent = z.infer<typeof moultEvent>;
