import { excused } from "../exemptions.ts";
import type { Wanted } from "../../../src/domain/decide/wanted.ts";
import { openRecycles, openRollouts } from "../../world/ledger-view.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { DecidingState } from "../deciding-states.ts";
import { type Invariant, startedBy, type Wrote } from "../invariant.ts";

/**
 * A fleet has one open run at most, none is decided on beside it, one state starts one execution whoever decides, and an
 * execution's ask counts once however often its Admit is tried.
 */
export const oneRunAState = (): Invariant => {
  /** Names of executions by the state that they were decided from. */
  const names = new Map<string, string>();
  /** Executions that have changed what is wanted. */
  const asked = new Set<string>();
  return {
    name: "one-run-a-state",
    written: (sort, { view }) => {
      const isRun = sort.startsWith("rollout#") || sort.startsWith("recycle#");
      const open = isRun ? [...openRollouts(view), ...openRecycles(view)] : [];
      return open.length > 1 ? `${open.map(({ id }) => id).join(" and ")} are open` : undefined;
    },
    wrote: (write, input) => startFault(write, input, names) ?? askFault(write, asked),
  };
};

function startFault(
  write: Wrote,
  { deciding, world }: CheckerInput,
  names: Map<string, string>,
): string | undefined {
  const started = startedBy(write);
  if (started === undefined) return undefined;
  const spans = deciding.since(write.invocation.startedAt, world.now());
  const { rollout, subject, at } = started;
  const open = spans.map((span) => span.open);
  if (open.every((each) => each !== undefined)) return `${rollout} is started beside ${open.at(-1)}`;
  const last = spans.at(-1);
  // An entry that was held up may tell of a state that is no more, by a clock that is off, or read before its process was paused.
  const { pausedUntil } = write.invocation.lifetime;
  const isHeldUp =
    last === undefined || (spans.length > 1 && (last.from > at - SKEW_MS || last.from < pausedUntil));
  if (last === undefined || excused("one-run-a-state: an entry that was held up", isHeldUp)) {
    return sameFault(
      rollout,
      spans.map((span) => JSON.stringify([subject, ...identityOf(span)])),
      names,
    );
  }
  const state = JSON.stringify([subject, ...identityOf(last)]);
  const fault = sameFault(rollout, [state], names);
  names.set(state, rollout ?? "");
  return fault;
}

const SKEW_MS = 5000;

/** It was decided from one of these states: wrong where each of them has started another execution. */
function sameFault(
  rollout: string | null,
  states: readonly string[],
  names: ReadonlyMap<string, string>,
): string | undefined {
  const known = states.map((state) => names.get(state));
  const isOther = known.length > 0 && known.every((each) => each !== undefined && each !== rollout);
  return isOther ? `${rollout} is started, and ${known.at(-1)} was for the same state` : undefined;
}

/** All that tells one state from another. */
const identityOf = ({ live, wanted, attempts, findings, storms, approvals }: DecidingState) => [
  ...approvals.flatMap(({ key, answer }) => (answer === null ? [] : `${key} ${answer.at}`)),
  ...storms.map(({ key, acknowledged }) => `${key} ${acknowledged?.at}`),
  ...findings.flatMap(({ server, field, since, mode, generation }) =>
    mode === "replace" && generation === live?.number ? `${server} ${field} ${since}` : [],
  ),
  live?.number,
  wanted?.named?.image,
  wanted?.named?.at,
  wanted?.pin?.image,
  wanted?.pin?.at,
  wanted?.template?.at,
  wanted?.launchedBefore?.instant,
  attempts.number,
];

/** A pin that is made, or an instant that is given: what takes one away is no ask. */
function askFault({ sort, body, before, invocation }: Wrote, asked: Set<string>): string | undefined {
  const { execution } = invocation;
  if (sort !== "wanted" || execution === undefined) return undefined;
  const { pin, launchedBefore } = body as unknown as Wanted;
  const known = before as Wanted | null;
  const isMade = (one: Made, other: Made): boolean => one !== null && one.at !== other?.at;
  if (!isMade(pin, known?.pin ?? null) && !isMade(launchedBefore, known?.launchedBefore ?? null))
    return undefined;
  const isAgain = asked.has(execution);
  asked.add(execution);
  return isAgain ? `what ${execution} asks for counts once more` : undefined;
}

type Made = { readonly at: number } | null;
