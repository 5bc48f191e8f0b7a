import * as z from "zod";

/*
 * What each answer under --json holds. The version of an answer grows when a key goes or means something else; keys are added
 * without that, so readers leave alone what they do not know. `npm run generate` writes docs/cli.schema.json from this.
 */

const name = z.string();
const instant = z.number().describe("milliseconds since 1970");
/** A record of the ledger as it is (src/ledger): its keys are its own. */
const record = z.looseObject({});
const records = z.array(record);
const placed = z.looseObject({ place: z.string(), why: z.string() });

export const contextSchema = z
  .looseObject({
    account: z.string().nullable().describe("the account's id; null: not asked, or AWS did not say"),
    accountReason: z.string().nullable().describe("why there is no account"),
    region: z.string(),
    ledger: z.looseObject({ kind: z.enum(["table", "file"]), name: z.string() }),
    engine: z.enum(["embedded", "step-functions", "none"]),
    stateMachine: z.string().nullable().describe("ARN, where Step Functions carries rollouts"),
    endpoint: z.string().nullable().describe("where calls go instead of AWS"),
  })
  .nullable()
  .describe("what the answer speaks of; null: of no ledger and no account");

const ended = { fleet: name, id: z.string(), outcome: z.string(), reason: z.string() };
const status = {
  fleet: name,
  frozen: record.nullable(),
  attention: records,
  unsent: record.nullable(),
  rollout: record.nullable(),
  holder: record.nullable().describe("who carries the open rollout: carrier, words, until"),
  retirements: records,
  generations: records,
  except: records,
  wanted: record.nullable(),
  decision: record.nullable(),
  findings: z.looseObject({ count: z.number(), mostUrgent: records }),
  ageDue: record.nullable(),
  servers: records.optional(),
};

/** By the word in `schema`: `moult/freeze/1`. */
export const answerSchemas = {
  context: {},
  demo: { acts: records, wallSeconds: z.number() },
  doctor: {
    checks: z.array(
      z.looseObject({
        name: z.string(),
        result: z.enum(["ok", "wrong", "unknown"]),
        words: z.string(),
        next: z.string().nullable(),
      }),
    ),
  },
  error: {
    error: z.looseObject({
      kind: z
        .string()
        .describe("the error's name, such as InvalidInput, Frozen, AccessDenied; Fault: one of moult's own"),
      message: z.string(),
      next: z.string().nullable().describe("what to do next, where it can be told apart from the message"),
      faults: z.array(
        z.looseObject({
          file: z.string().nullable(),
          line: z.number().nullable(),
          column: z.number().nullable(),
          path: z.string().nullable().describe("in the declaration, or the place in AWS"),
          message: z.string(),
        }),
      ),
    }),
  },
  "exit-codes": {},
  "findings-acknowledge": { storm: record, changed: z.boolean() },
  findings: {
    fleet: name.nullable(),
    fleets: z.number(),
    findings: records,
    storms: records,
    faults: records,
  },
  "fleet-adopt": { fleet: name, generation: record, missingTags: records, warnings: z.array(placed) },
  "fleet-apply": { fleets: records, warnings: z.array(placed) },
  "fleet-list": { fleets: records, faults: records },
  "fleet-release": { fleet: name, changed: z.boolean(), groups: records, left: records },
  "fleet-validate": { fleets: records, warnings: z.array(placed) },
  freeze: {
    fleet: name.nullable().describe("null: every fleet"),
    fleets: z.array(name),
    reason: z.string(),
    by: z.string(),
    since: instant,
    until: instant.nullable(),
  },
  history: { fleet: name, entries: records },
  plan: { verdict: z.enum(["changes", "nothing-to-do", "refused"]) },
  "quarantine-lift": { images: records },
  "quarantine-list": { images: records },
  "rollout-abort": { fleet: name, rollout: z.string().nullable() },
  "rollout-ended": ended,
  "rollout-resume": { fleet: name, rollout: z.null() },
  "rollout-started": { fleet: name, rollout: z.string() },
  "rollout-status": status,
  "rollout-status-least": { fleet: name },
  "rollout-unpin": { fleet: name, lifted: record.nullable() },
  settle: { fleet: name, rollout: z.string(), keep: z.enum(["blue", "green"]), changed: z.boolean() },
  sweep: {
    fleets: z.number(),
    irregularities: records,
    begun: records,
    notSwept: records,
    left: z.number(),
    attention: z.number(),
    unsent: z.number(),
    held: records.describe(
      "rollouts in the hands of processes, which are left to them until their leases run out",
    ),
  },
  unfreeze: { fleet: name.nullable().describe("null: every fleet"), lifted: record.nullable() },
} as const satisfies Readonly<Record<string, z.core.$ZodLooseShape>>;
