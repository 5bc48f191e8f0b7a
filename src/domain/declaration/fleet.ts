import * as z from "zod";
import { accessSettings } from "../access/access-settings.ts";
import { ageSettings, shortestAge } from "../age/age-settings.ts";
import { approvalSettings } from "../approval/approval-settings.ts";
import { budgetSettings } from "../brakes/budget.ts";
import { windowsSettings } from "../brakes/windows-settings.ts";
import { driftKinds } from "../drift/drift-kinds.ts";
import { duration, formatDuration } from "../duration.ts";
import { gateSettings } from "../gate-kinds.ts";
import { noticeSettings } from "../notices/notice-settings.ts";
import { percent } from "../percent.ts";
import { recycleSettings } from "../recycle/recycle-settings.ts";
import { trafficSettings } from "../traffic-settings.ts";

const owner = z
  .string()
  .regex(/^(\d{12}|self|amazon)$/, "must be self, amazon or the twelve digits of an account");

const image = z.union([
  z.strictObject({
    channel: z
      .string()
      .regex(/^\/[\w./-]+$/, "must be the name of an SSM parameter, beginning with /")
      .describe("An SSM parameter of data type aws:ec2:image; a new value of it starts a rollout."),
  }),
  z.strictObject({
    imageBuilder: z
      .string()
      .regex(
        /^arn:[a-z-]+:imagebuilder:[^:]+:\d{12}:(image|image-pipeline)\/.+$/,
        "must be the ARN of an Image Builder pipeline or image",
      )
      .describe("The ARN of an Image Builder pipeline (its newest image) or of one image."),
  }),
  z.strictObject({
    tags: z
      .record(z.string().min(1), z.string())
      .refine((tags) => Object.keys(tags).length > 0, "must name a tag")
      .describe("The newest AMI that has all of these tags."),
    // Anybody may publish an image, and whoever may tag here can put the tags on it.
    owners: z
      .array(owner)
      .min(1)
      .default(["self"])
      .describe(
        "Whose images count: self, amazon, or accounts by their twelve digits, in quotes. Default [self].",
      ),
  }),
]);

const size = z.int().min(0).max(10_000);
const capacity = z.strictObject({
  follow: z
    .literal("blue")
    .default("blue")
    .describe(
      "Green starts at blue's size, read again just before traffic moves. Default, and the only choice.",
    ),
  floor: percent(1)
    .default(100)
    .describe("Servers in traffic never fall below this share of blue's desired capacity. Default 100%."),
  initial: z
    .strictObject({
      min: size.describe("The group's minimum size."),
      desired: size.describe("The group's desired size."),
      max: size.describe("The group's maximum size."),
    })
    .refine(({ min, desired, max }) => min <= desired && desired <= max, "must have min <= desired <= max")
    .optional()
    .describe(
      "Size of the first generation of a fleet that has no group yet. No default; an adopted fleet needs none.",
    ),
});

const handoff = z.strictObject({
  command: z
    .string()
    .min(1)
    .describe(
      "Proves on a server, with exit code 0, that its data is safe elsewhere. It may be run again: let it be repeatable.",
    ),
  timeout: duration(30, 172_800).default(600).describe("How long the proof may take. Default 10m."),
  onMissing: z
    .literal("retain")
    .default("retain")
    .describe("A server that does not prove it is kept, out of traffic. Default, and the only choice."),
});

const retire = z.strictObject({
  drain: duration(0, 86_400)
    .default(300)
    .describe("How long open connections get to end after the traffic has gone. Default 5m."),
  handoff: handoff
    .optional()
    .describe(
      "For servers that hold data: what proves that it is safe before they end. Default: no handoff.",
    ),
  warm: duration(0, 604_800)
    .default(0)
    .describe(
      "How long blue keeps running out of traffic, so that going back takes seconds. Costs double while it lasts. Default 0s.",
    ),
});

const deadlines = z.strictObject({
  launch: duration(60, 86_400)
    .default(900)
    .describe("By when all of green's servers are in service. Default 15m."),
  validate: duration(60, 86_400).default(900).describe("By when green has passed all gates. Default 15m."),
  rollout: duration(300, 2_592_000)
    .default(14_400)
    .describe("By when the rollout is over; pauses, bake, warm time and freezes do not count. Default 4h."),
});

const onFailure = z.strictObject({
  keepGreen: duration(0, 86_400)
    .default(0)
    .describe("How long a failed green is kept, out of traffic, for study. Default 0s."),
  quarantine: z
    .boolean()
    .default(true)
    .describe(
      "Whether an image whose servers failed is launched by no fleet until a person lifts that. Default true.",
    ),
});

/** What a fleet may be called. */
export const fleetName = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,29}$/,
    "must be 1 to 30 lower-case letters, digits and hyphens, beginning with a letter",
  );

/** What is done about a server that has drifted: `approve` asks a person first. */
const driftMode = z.enum(["auto", "approve", "observe"]);

const fields = z.strictObject({
  fleet: fleetName.describe(
    "The fleet's name: 1 to 30 lower-case letters, digits and hyphens. Its groups are called web-g0001, web-g0002, …",
  ),
  template: z
    .string()
    .regex(/^lt-[0-9a-z]{1,17}$/, "must be a launch template id such as lt-0abc123")
    .describe(
      "The base launch template. moult adds one version per generation, with its image, and pins it by number.",
    ),
  image: image.describe("Where the newest image is found: exactly one of channel, imageBuilder and tags."),
  capacity: capacity
    .prefault({})
    .describe("How large green is, the candidate that shall take over from blue."),
  network: z
    .strictObject({
      subnets: z
        .array(z.string().regex(/^subnet-[0-9a-z]+$/, "must be a subnet id"))
        .min(1)
        .describe("Subnets of the first generation."),
    })
    .optional()
    .describe("Where the first generation's servers run. Later generations run where blue runs."),
  traffic: trafficSettings.describe("How traffic moves from blue to green, by one of four strategies."),
  gates: z
    .array(gateSettings)
    .default([])
    .describe("What green must pass before it gets traffic. All of them; default: none."),
  deadlines: deadlines
    .prefault({})
    .describe("By when each part must be over, or the rollout is rolled back. Defaults: 15m, 15m, 4h."),
  bake: duration(0, 604_800)
    .default(900)
    .describe(
      "How long green is watched with all the traffic while blue can still take it back in one call. Default 15m.",
    ),
  retire: retire.prefault({}).describe("How blue ends."),
  onFailure: onFailure.prefault({}).describe("What becomes of green and its image when a rollout fails."),
  age: ageSettings
    .optional()
    .describe(
      "How old servers may get: what is due is replaced by the image that it runs, the fleet or the server (see recycle). Default: as old as they like.",
    ),
  drift: z
    .partialRecord(z.enum(driftKinds), driftMode)
    .default({})
    .describe(
      "What is done about a server that is not what it was launched as, by kind: auto replaces it, approve asks a person first, observe tells. A kind that is not named is observed.",
    ),
  access: accessSettings
    .optional()
    .describe("What is done about a server that somebody has logged into. Default: told, no more."),
  health: noticeSettings
    .optional()
    .describe("What is done about a server for which AWS has scheduled something. Default: told, no more."),
  recycle: recycleSettings
    .optional()
    .describe(
      "How servers are replaced that are due while the others are not. Default: a rollout replaces the whole fleet.",
    ),
  windows: windowsSettings
    .optional()
    .describe("When runs may begin. Default: at any time. A person does not wait for it."),
  budget: budgetSettings
    .optional()
    .describe(
      "How many runs may begin within any 24 hours. Default: as many as are due. A person does not wait for it.",
    ),
  approval: approvalSettings.optional().describe("When a person has to say yes. Default: never."),
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

const { deadlines: limits, bake, retire: retirement, traffic, age, access, approval } = fields.shape;
/** What says how long things last, whatever else a declaration says. */
export const timingSchema = z.object({
  deadlines: limits,
  bake,
  retire: retirement,
  traffic,
  age,
  access,
  approval,
});
export type Timing = z.infer<typeof timingSchema>;

export type Fleet = z.infer<typeof fleetSchema>;
/** A declaration as a person writes it, with every default left out. */
export type FleetDeclaration = z.input<typeof fleetSchema>;
