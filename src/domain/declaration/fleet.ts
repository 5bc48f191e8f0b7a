import * as z from "zod";
import { ageSettings, shortestAge } from "../age/age-settings.ts";
import { driftKinds } from "../drift/drift-kinds.ts";
import { budgetSettings } from "../brakes/budget.ts";
import { duration, formatDuration } from "../duration.ts";
import { gateSettings } from "../gate-kinds.ts";
import { percent } from "../percent.ts";
import { windowsSettings } from "../brakes/windows-settings.ts";
import { trafficSettings } from "../traffic-settings.ts";

const owner = z
  .string()
  .regex(/^(\d{12}|self|amazon)$/, "must be self, amazon or the twelve digits of an account");

const image = z.union([
  z.strictObject({
    channel: z.string().regex(/^\/[\w./-]+$/, "must be the name of an SSM parameter, beginning with /"),
  }),
  z.strictObject({
    imageBuilder: z
      .string()
      .regex(
        /^arn:[a-z-]+:imagebuilder:[^:]+:\d{12}:(image|image-pipeline)\/.+$/,
        "must be the ARN of an Image Builder pipeline or image",
      ),
  }),
  z.strictObject({
    tags: z
      .record(z.string().min(1), z.string())
      .refine((tags) => Object.keys(tags).length > 0, "must name a tag"),
    /** Whose images count. Anybody may publish an image, and whoever may tag here can put the tags on it. */
    owners: z.array(owner).min(1).default(["self"]),
  }),
]);

const size = z.int().min(0).max(10_000);
const capacity = z.strictObject({
  /** Green starts at blue's size, read again just before traffic moves. */
  follow: z.literal("blue").default("blue"),
  /** Servers in traffic never fall below this share of blue's desired capacity. */
  floor: percent(1).default(100),
  /** Size of the first generation of a fleet that has no group yet. */
  initial: z
    .strictObject({ min: size, desired: size, max: size })
    .refine(({ min, desired, max }) => min <= desired && desired <= max, "must have min <= desired <= max")
    .optional(),
});

const handoff = z.strictObject({
  command: z.string().min(1),
  timeout: duration(30, 172_800).default(600),
  /** What happens to a server that does not prove its data safe: it is kept, out of traffic. */
  onMissing: z.literal("retain").default("retain"),
});

const retire = z.strictObject({
  drain: duration(0, 86_400).default(300),
  handoff: handoff.optional(),
  warm: duration(0, 604_800).default(0),
});

const deadlines = z.strictObject({
  launch: duration(60, 86_400).default(900),
  validate: duration(60, 86_400).default(900),
  rollout: duration(300, 2_592_000).default(14_400),
});

const onFailure = z.strictObject({
  /** How long a failed green is kept, out of traffic, for study. */
  keepGreen: duration(0, 86_400).default(0),
  quarantine: z.boolean().default(true),
});

/** What a fleet may be called. */
export const fleetName = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,29}$/,
    "must be 1 to 30 lower-case letters, digits and hyphens, beginning with a letter",
  );

/** What is done about a server that has drifted: `approve` is as `observe` until there are approvals. */
const driftMode = z.enum(["auto", "approve", "observe"]);

const fields = z.strictObject({
  fleet: fleetName,
  template: z.string().regex(/^lt-[0-9a-z]{1,17}$/, "must be a launch template id such as lt-0abc123"),
  image,
  capacity: capacity.prefault({}),
  network: z
    .strictObject({ subnets: z.array(z.string().regex(/^subnet-[0-9a-z]+$/, "must be a subnet id")).min(1) })
    .optional(),
  traffic: trafficSettings,
  gates: z.array(gateSettings).default([]),
  deadlines: deadlines.prefault({}),
  bake: duration(0, 604_800).default(900),
  retire: retire.prefault({}),
  onFailure: onFailure.prefault({}),
  age: ageSettings.optional(),
  /** By kind of drift; a kind that is not named is observed. */
  drift: z.partialRecord(z.enum(driftKinds), driftMode).default({}),
  windows: windowsSettings.optional(),
  budget: budgetSettings.optional(),
});

/** What the shortest age is judged by; a jitter that is wrong itself is none, so that both are said at once. */
const timed = z.object({
  age: z.object({ max: z.number(), jitter: z.number().catch(0) }),
  deadlines: z.object({ rollout: z.number() }),
});
const shortAge = (value: unknown): string | null => {
  const { age, deadlines } = timed.parse(value);
  const [shortest, rollout] = [shortestAge(age), deadlines.rollout];
  return shortest > rollout
    ? null
    : `must leave more than a whole rollout: less its jitter it is ${formatDuration(shortest)}, deadlines.rollout is ${formatDuration(rollout)}`;
};

/** A fleet as it is declared: one YAML file, one of these. Durations are seconds, percentages whole numbers. */
export const fleetSchema = fields.refine((value) => shortAge(value) === null, {
  path: ["age", "max"],
  error: ({ input }) => shortAge(input) ?? "",
  // Also where something else is wrong: all faults are told at once.
  when: ({ value }) => timed.safeParse(value).success,
});

const { deadlines: limits, bake, retire: retirement, traffic, age } = fields.shape;
/** What says how long things last, whatever else a declaration says. */
export const timingSchema = z.object({ deadlines: limits, bake, retire: retirement, traffic, age });
export type Timing = z.infer<typeof timingSchema>;

export type Fleet = z.infer<typeof fleetSchema>;
/** A declaration as a person writes it, with every default left out. */
export type FleetDeclaration = z.input<typeof fleetSchema>;

/**
 * Keys of the design that this version does not carry out. They are refused, not ignored: a window that nobody keeps
 * is worse than none.
 */
export const PLANNED_KEYS = ["recycle", "access", "approval"] as const;
