import * as z from "zod";
import { fleetListAnswer } from "./fleet-list-answer.ts";
import { boardAnswer } from "./board-answer.ts";
import { statusAnswer } from "./status-answer.ts";
import { eventAnswer, eventsAnswer } from "./event-answer.ts";
import { answered, steered } from "./steered-answer.ts";

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
    operate: z.string().nullable().describe("the URL that carries acts out; null: this process does"),
    endpoint: z.string().nullable().describe("where calls go instead of AWS"),
  })
  .nullable()
  .describe("what the answer speaks of; null: of no ledger and no account");

const span = z.looseObject({
  seconds: z.number(),
  isMeasured: z.boolean().describe("on runs that the fleet has had; else worked out from its declaration"),
});
const cost = z.looseObject({
  dollars: z.number().nullable().describe("of those whose price is known; null: of none"),
  unpriced: z.array(z.string()).describe("instance types whose price is not known"),
});
const wait = z.looseObject({
  by: z.string().describe("window, budget, start-rate, frozen, back-off, running, quarantine, except, …"),
  reason: z.string(),
  from: instant,
  to: instant.nullable().describe("null: only a person or a change ends it"),
});
const expectedRun = z.looseObject({
  at: instant.describe("when it may begin; the sweep begins it within five minutes"),
  endsAt: instant.describe("without the wait for a window that nobody knows to open"),
  reason: z.string().describe("the most urgent of what it serves"),
  isAsked: z.boolean().describe("a person asks for it: it waits for no window and no budget"),
  due: z.array(z.string()).describe("what it serves, of many the first few"),
  dueCount: z.number(),
  imageFrom: z.string().nullable(),
  imageTo: z.string(),
  servers: z.number().nullable().describe("null: they could not be read"),
  dueSince: instant,
  waits: z.array(wait),
  yesWait: z
    .looseObject({ from: instant, to: instant, onDeadline: z.string().describe("reject: it goes back then") })
    .nullable()
    .describe("its green waits for a person's yes (approval.before: shift) until its deadline"),
  shiftWait: z
    .looseObject({ from: instant, to: instant.nullable().describe("null: none opens within 400 days") })
    .nullable()
    .describe("then its green waits for a window (windows.gates: shift), both generations running"),
  dueBetween: z
    .array(instant)
    .nullable()
    .describe("for the age of servers that are not launched yet: due within this time"),
  cost: cost.nullable(),
});
const outlook = z.looseObject({
  fleet: name,
  now: z.looseObject({ because: z.string(), reason: z.string(), nextAt: instant.nullable() }),
  servers: z.number().nullable(),
  length: span,
  overlap: span.describe("from the launch of new servers to the end of the old ones"),
  runs: z.array(expectedRun),
  permitted: z
    .array(z.looseObject({ from: instant, to: instant }))
    .describe("the next five times in which windows and a freeze let a run begin; empty: none in these days"),
  held: wait.nullable().describe("what is due at the end and has not begun"),
  behind: z
    .looseObject({ fleet: name, due: z.number(), begun: z.number(), by: z.array(z.string()) })
    .nullable()
    .describe("its age asks for more runs than may begin"),
  inStorm: z
    .number()
    .describe("servers that are too old, held by a storm that nobody has acknowledged: they begin nothing"),
});

const ended = { fleet: name, id: z.string(), outcome: z.string(), reason: z.string() };

/** By the word in `schema`: `moult/freeze/1`. */
export const answerSchemas = {
  complete: {
    candidates: z.array(z.looseObject({ word: z.string(), about: z.string() })),
    files: z.boolean().describe("whether a file may stand there"),
  },
  completion: { shell: z.enum(["bash", "zsh", "fish"]), script: z.string() },
  "access-allow": {
    fleet: name,
    server: z.string().nullable().describe("null: any server of the fleet"),
    by: z.string(),
    reason: z.string(),
    at: instant,
    until: instant,
    isolate: z.literal(true).optional().describe("the server is out of traffic meanwhile, and replaced then"),
  },
  calendar: {
    only: name.nullable().describe("the one fleet; null: all"),
    from: instant,
    until: instant,
    zone: z.string().describe("IANA zone of the days"),
    fleets: z.array(outlook),
    servers: z
      .array(
        z.looseObject({
          server: z.string(),
          launchedAt: instant.nullable(),
          dueAt: instant.nullable().describe("for its age"),
          findings: z.array(z.string()),
          replacedAt: instant.nullable().describe("null: not in these days"),
        }),
      )
      .describe("of one fleet; of all fleets none"),
    days: z.array(
      z.looseObject({
        date: z.string(),
        from: instant,
        to: instant,
        runs: z.number(),
        servers: z.number(),
        closed: z.number().describe("fleets of which no run may begin in it"),
      }),
    ),
    cost,
    prices: z
      .looseObject({
        source: z.enum(["given", "aws", "table"]),
        region: z.string().nullable(),
        asOf: z.string(),
        words: z.string(),
        insteadOf: z.string().nullable(),
      })
      .nullable()
      .describe("null: there is nothing to price"),
    startRate: z.looseObject({ duePerDay: z.number(), startsPerDay: z.number(), isExceeded: z.boolean() }),
    faults: z.array(z.looseObject({ fleet: name, error: z.string() })),
    serversReason: z.string().nullable().describe("why servers could not be read"),
  },
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
  event: eventAnswer,
  events: eventsAnswer,
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
  "fleet-list": fleetListAnswer,
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
  "rollout-abort": { fleet: name, rollout: z.string().nullable(), changed: z.boolean() },
  "rollout-approve": answered,
  "rollout-ended": ended,
  "rollout-pause": steered,
  "rollout-promote": steered,
  "rollout-reject": answered,
  "rollout-resume": steered,
  "rollout-rollback": steered,
  "rollout-started": { fleet: name, rollout: z.string() },
  "rollout-status": statusAnswer,
  "rollout-status-least": { fleet: name },
  "rollout-take-up": { fleet: name, rollout: z.null() },
  "rollout-unpin": { fleet: name, lifted: record.nullable() },
  settle: { fleet: name, rollout: z.string(), keep: z.enum(["blue", "green"]), changed: z.boolean() },
  status: boardAnswer,
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
  version: {
    version: z.string(),
    commit: z.string(),
    node: z.string(),
    stack: z
      .looseObject({ name: z.string(), version: z.string().nullable(), reason: z.string().nullable() })
      .nullable()
      .describe("the stack that MOULT_STATE_MACHINE names; null: none is named"),
  },
  unfreeze: { fleet: name.nullable().describe("null: every fleet"), lifted: record.nullable() },
} as const satisfies Readonly<Record<string, z.core.$ZodLooseShape>>;
