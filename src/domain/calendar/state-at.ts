import { ageDifference } from "../age/due-at.ts";
import type { AgeSettings } from "../age/age-settings.ts";
import type { FleetState, LiveGeneration, WantedTarget } from "../decide/fleet-state.ts";
import { formatDuration } from "../duration.ts";
import { formatInstant } from "../format-instant.ts";
import type { Finding } from "../findings/finding.ts";
import type { Reason } from "../run/cause.ts";
import { calendarAt } from "./calendar-at.ts";
import { type DueServer, expectedFirst, type FleetAhead } from "./fleet-ahead.ts";

/** What a fleet is decided by at an instant to come: as it was, with the servers that a scan finds too old by then. */
export function stateAt(ahead: FleetAhead, at: number): FleetState {
  const { age, due, unheeded, calendar } = ahead;
  const state = withCalendar(ahead.state, calendar, at);
  const first = due[0];
  if (age === undefined || state.live === null || first === undefined) return state;
  const known = new Set(state.findings.filter(({ kind }) => kind === "age").map(({ server }) => server));
  const found: Finding[] = [];
  for (const server of due) {
    if (server.dueAt > at) break;
    if (known.has(server.id) || unheeded.has(server.id)) continue;
    found.push(findingOf(server, state.live, age));
  }
  const next = due.find(({ id }) => !unheeded.has(id));
  return { ...state, ageDueAt: next?.dueAt ?? null, findings: [...state.findings, ...found] };
}

/** As the sweep reads it anew each time. */
function withCalendar(state: FleetState, ahead: FleetAhead["calendar"], at: number): FleetState {
  const { calendar } = state.brakes;
  if (calendar === null || ahead === null) return state;
  return { ...state, brakes: { ...state.brakes, calendar: calendarAt(calendar, ahead, at) } };
}

/** As a scan would find it (judgeServer). */
function findingOf(server: DueServer, { number }: LiveGeneration, age: AgeSettings): Finding {
  const { id, launchedAt, dueAt, between } = server;
  const difference =
    between === null
      ? ageDifference({ id, launchedAt }, age)
      : {
          field: "age",
          expected: `at most ${formatDuration(age.max)}, due between ${between.map(formatInstant).join(" and ")}`,
          observed: `launched ${formatInstant(launchedAt)}`,
        };
  const common = { absentIn: 0, isPublished: true, evidence: {} };
  return {
    ...common,
    ...difference,
    server: id,
    kind: "age",
    generation: number,
    since: dueAt,
    dueAt,
    mode: "replace",
  };
}

/** A run that has ended well. */
interface EndedRun {
  readonly run: string;
  readonly target: WantedTarget;
  readonly template: string;
  /** Null: it was begun before, and is counted already. */
  readonly reason: Reason | null;
  readonly beganAt: number;
  readonly endedAt: number;
  /** How long it took without what it waited for a person or a window, milliseconds. */
  readonly tookMs: number;
}

/** The fleet when a run has put its target in the place of what was live. */
export function afterRun(before: FleetAhead, ended: EndedRun): FleetAhead {
  const { state, age, size, fits, length } = before;
  const { target, template, beganAt, tookMs } = ended;
  const number = (state.live?.number ?? 0) + 1;
  const due = expectedFirst(number, beganAt, { age, size });
  const took = Math.max(tookMs, length.isMeasured ? 0 : length.seconds * 1000);
  const hardMax = age?.hardMax;
  return {
    ...before,
    due,
    unheeded: new Set(),
    openRun: null,
    state: {
      ...state,
      live: {
        number,
        image: target.image,
        templateVersion: target.templateVersion ?? state.live?.templateVersion ?? 0,
        template,
        launchedFrom: beganAt,
      },
      findings: [],
      ageDueAt: due[0]?.dueAt ?? null,
      open: null,
      needsPerson: null,
      brakes: {
        ...state.brakes,
        begun: begunWith(state, ended),
        length: fits && took > state.brakes.length.ms ? { ms: took, by: "last-run" } : state.brakes.length,
        hardAgeAt: hardMax === undefined ? null : beganAt + hardMax * 1000,
      },
    },
  };
}

const begunWith = (
  { brakes }: FleetState,
  { run, beganAt: at, reason }: EndedRun,
): FleetState["brakes"]["begun"] => (reason === null ? brakes.begun : [...brakes.begun, { run, at, reason }]);

/** The fleet when a run has gone back because nobody said yes to its green: what it was to become is refused from then on. */
export function afterRefused(before: FleetAhead, ended: EndedRun): FleetAhead {
  const { state } = before;
  const { target, template, endedAt: since } = ended;
  const templateVersion = target.templateVersion ?? state.live?.templateVersion ?? 0;
  const refused = { image: target.image, templateVersion, template, since };
  const reason = `nobody answered until ${formatInstant(since)}`;
  return {
    ...before,
    openRun: null,
    state: {
      ...state,
      open: null,
      except: [{ ...refused, by: "the deadline", reason }, ...state.except],
      brakes: { ...state.brakes, begun: begunWith(state, ended) },
    },
  };
}
