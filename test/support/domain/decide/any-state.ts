import fc from "fast-check";
import type { ApprovalAsk } from "../../../../src/domain/approval/approval-ask.ts";
import { reasons } from "../../../../src/domain/run/cause.ts";
import { windowsOf } from "../../../../src/domain/brakes/windows-settings.ts";
import type { Finding } from "../../../../src/domain/findings/finding.ts";
import type { FleetState, OpenRun } from "../../../../src/domain/decide/fleet-state.ts";
import type { Wanted } from "../../../../src/domain/decide/wanted.ts";
import { CHANNEL, DAY, HOUR, NEW, NEWEST, NOW, OLD, TEMPLATE } from "./states.ts";

/** Few of each, so that the same one is met in several places of a state. */
const images = fc.constantFrom(OLD, NEW, NEWEST);
const sources = fc.constantFrom(CHANNEL, CHANNEL, "channel /images/other");
const templates = fc.constantFrom(TEMPLATE, TEMPLATE, "lt-other");
const versions = fc.integer({ min: 6, max: 8 });
/** Before and after now, and as far from it as a date can be. */
const instants = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -3, max: 3 }).map((hours) => NOW + hours * HOUR) },
  { weight: 1, arbitrary: fc.constantFrom(0, NOW - 1, NOW + 1, -8.64e15, 8.64e15) },
);
const words = fc.constantFrom("ada", "kernel fix", "", "é 中\u0000", "x".repeat(300));
const maybe = <T>(what: fc.Arbitrary<T>) => fc.option(what, { nil: null });

export const targets = fc.record({ image: images, templateVersion: versions });

const wanted: fc.Arbitrary<Wanted> = fc.record({
  named: maybe(
    fc.record({
      image: images,
      madeAt: maybe(instants),
      source: sources,
      by: words,
      evidence: fc.constant({}),
      at: instants,
    }),
  ),
  template: maybe(fc.record({ id: templates, version: versions, at: instants })),
  pin: maybe(
    fc.record({
      image: images,
      by: words,
      reason: words,
      at: instants,
      until: maybe(instants),
      insteadOf: maybe(images),
    }),
  ),
  launchedBefore: maybe(fc.record({ instant: instants, by: words, reason: words, at: instants })),
  taken: fc.constant([]),
});

const finding: fc.Arbitrary<Finding> = fc.record({
  server: fc.constantFrom("i-1", "i-2"),
  generation: fc.integer({ min: 1, max: 3 }),
  kind: fc.constantFrom("age", "drift", "access", "health"),
  field: words,
  expected: words,
  observed: words,
  since: instants,
  dueAt: instants,
  mode: fc.constantFrom("replace", "approve", "report"),
  absentIn: fc.constantFrom(0, 1),
  isPublished: fc.boolean(),
  evidence: fc.constant({}),
});

const attempt = fc.record({
  image: images,
  run: words,
  failures: fc.integer({ min: 0, max: 40 }),
  nextAt: maybe(instants),
  reason: words,
  at: instants,
});

const windows = fc.constantFrom(
  "Mon-Fri 09:00-17:00 Europe/Berlin",
  "Sat 22:00-04:00 America/New_York",
  "2026-11-20/2026-12-10 Asia/Tokyo",
);
const lists = fc.array(windows, { minLength: 1, maxLength: 2 });

/** Its answers take longer than all others. */
const rarely = <T>(what: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 40, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: what });

const brakes: fc.Arbitrary<FleetState["brakes"]> = fc.record({
  windows: rarely(
    fc.record({ allow: fc.option(lists, { nil: [] }), deny: fc.option(lists, { nil: [] }) }).map(windowsOf),
  ),
  calendar: maybe(
    fc.record({
      name: fc.constant("Freeze"),
      reading: maybe(
        fc.record({
          state: fc.constantFrom("OPEN", "CLOSED", "unreadable"),
          reason: maybe(words),
          nextAt: maybe(instants),
          readAt: instants,
          passes: fc.boolean(),
        }),
      ),
    }),
  ),
  slots: maybe(
    fc.record({
      atOnce: fc.integer({ min: 1, max: 2 }),
      open: fc.array(fc.record({ fleet: fc.constantFrom("web", "api", "shop"), run: words }), {
        maxLength: 3,
      }),
    }),
  ),
  length: fc.record({
    ms: fc.integer({ min: 0, max: 12 * 3_600_000 }),
    by: fc.constantFrom("last-run", "declaration"),
  }),
  budget: maybe(fc.record({ perDay: fc.integer({ min: 1, max: 3 }) })),
  begun: fc.array(fc.record({ run: words, at: instants, reason: fc.constantFrom(...reasons) }), {
    maxLength: 4,
  }),
  hardAgeAt: maybe(instants),
});

/** Of what the state may be about, or of something else; answered or not. */
const ask = fc
  .record({
    image: images,
    templateVersion: versions,
    template: templates,
    askedAt: instants,
    until: instants,
    onDeadline: fc.constantFrom("reject", "proceed"),
    answer: maybe(
      fc.record({
        verdict: fc.constantFrom("approved", "rejected"),
        by: fc.constant("ada"),
        proof: fc.constantFrom("caller-identity", "none", "deadline"),
        reason: fc.constant("looks good"),
        at: instants,
        isRecorded: fc.boolean(),
      }),
    ),
  })
  .map(
    (drawn): ApprovalAsk => ({
      ...drawn,
      kind: "launch",
      key: `launch ${drawn.image} ${drawn.template} ${drawn.templateVersion}`,
      what: `image ${drawn.image}`,
      rollout: null,
      green: null,
    }),
  );
const approvals: fc.Arbitrary<FleetState["approvals"]> = fc.record({
  settings: maybe(
    fc.record({
      before: fc.constantFrom("launch", "shift"),
      deadline: fc.constant(604_800),
      onDeadline: fc.constantFrom("reject", "proceed"),
    }),
  ),
  asks: fc.array(ask, { maxLength: 2 }),
});

export const openRuns: fc.Arbitrary<OpenRun> = fc.record({
  id: words,
  phase: fc.constantFrom("LaunchGreen", "Bake", "RollBack"),
  target: targets,
  deadlineAt: instants,
  hasMovedTraffic: fc.boolean(),
  mayReturn: fc.boolean(),
  isEnding: fc.boolean(),
});

/** Every state that a ledger could hold, those among them that no moult would write. */
export const anyState: fc.Arbitrary<FleetState> = fc.record({
  fleet: fc.constant("web"),
  source: fc.constant(CHANNEL),
  template: fc.constant(TEMPLATE),
  hasInitialSize: fc.boolean(),
  wanted,
  findings: fc.array(finding, { maxLength: 3 }),
  ageDueAt: maybe(instants),
  except: fc.array(
    fc.record({ image: images, templateVersion: versions, since: instants, by: words, reason: words }),
    { maxLength: 3 },
  ),
  attempts: fc.record({
    number: fc.nat(),
    last: fc.uniqueArray(attempt, { maxLength: 3, selector: ({ image }) => image }),
  }),
  brakes,
  approvals,
  quarantined: fc.uniqueArray(images, { maxLength: 2 }).map((all) => new Map(all.map((id) => [id, "5xx"]))),
  live: maybe(
    fc.record({
      number: fc.nat(),
      image: images,
      templateVersion: versions,
      template: templates,
      launchedFrom: maybe(instants),
    }),
  ),
  open: fc.option(openRuns, { nil: null, freq: 1 }),
  needsPerson: fc.option(fc.record({ run: words, target: targets, reason: words, since: instants }), {
    nil: null,
    freq: 1,
  }),
  freeze: fc.option(fc.record({ reason: words, until: maybe(instants) }), { nil: null, freq: 1 }),
});

/** The same at rest, so that a decision is more than that somebody is in the way. */
export const restingState = anyState.map(
  (state): FleetState => ({ ...state, open: null, freeze: null, needsPerson: null }),
);

/** Instants to decide at. */
export const nows = fc.integer({ min: -4, max: 4 }).map((hours) => NOW + hours * HOUR);
export const LATER = [1, HOUR - 1, HOUR, DAY, 400 * DAY];
