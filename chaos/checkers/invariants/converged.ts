import { excused } from "../exemptions.ts";
import { isRetirement } from "../../processes/invocation-input.ts";
import type { Invocation } from "../../processes/invocation.ts";
import { runOf } from "../../processes/invocation-input.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { DecidingState } from "../deciding-states.ts";
import { liveTarget, surelyDue } from "../due-target.ts";
import { wantedVersion } from "../holds.ts";
import { type Invariant, startedBy } from "../invariant.ts";

/** So long may a change have gone unseen: a sweep comes by every five minutes. */
const UNSEEN_MS = 330_000;

/**
 * At quiescence a fleet runs what it should, by the account itself: the image of its channel or of a pin that has not
 * ended, the template's default version, no server from before the instant that somebody gave. Where a rollout
 * ends, the next that is due is begun at once; and a sweep knows what the channel says.
 */
export const converged = (): Invariant => {
  let lastStart = 0;
  /** What has been started, by the state it was decided from: an execution's name is used up, and the sweep counts it. */
  const begun = new Set<string>();
  return {
    name: "converged",
    wrote: (write, { world, deciding }) => {
      const [state] = deciding.since(world.now(), world.now());
      const started = startedBy(write) ?? startedBy(write, "recycle");
      if (started === undefined || state === undefined) return undefined;
      lastStart = world.now();
      begun.add(keyOf(started.subject ?? "", state));
      return undefined;
    },
    answered: (invocation, input) => {
      if (invocation.task === "sweep") return unreadFault(invocation, input);
      return invocation.task === "closeRollout" && lastStart < invocation.startedAt
        ? unbegunFault(invocation, input, begun)
        : undefined;
    },
    quiescent: restFault,
  };
};

/** Each attempt and each new live generation makes another one of it. */
const keyOf = (image: string, { live, attempts }: DecidingState): string =>
  [image, live?.number, attempts.number].join();

function restFault({ deciding, world, account }: CheckerInput): string | undefined {
  const spans = deciding.since(world.now() - UNSEEN_MS, world.now());
  const last = spans.at(-1);
  // Waiting for somebody, it has not ended; whether it may wait is asked elsewhere.
  if (last === undefined || spans.some(({ open }) => open !== undefined)) return undefined;
  const image = world.state.parameters.get(account.channel)?.value;
  const version = world.state.launchTemplates.get(account.template)?.defaultVersion;
  const due = surelyDue(spans, { image, version });
  const isNew = due === undefined && surelyDue([last], { image, version }) !== undefined;
  if (due === undefined || excused("converged: what changed within a sweep's interval", isNew))
    return undefined;
  const { image: runs = "nothing", templateVersion: from } = liveTarget(last) ?? {};
  return `the fleet runs ${runs} from version ${from}, and nothing stands against ${due.image} from version ${due.templateVersion}`;
}

/** What came up while the rollout was being closed may have been seen too late: it does not count for this one. */
function unbegunFault(
  invocation: Invocation,
  { deciding, world, running }: CheckerInput,
  begun: ReadonlySet<string>,
): string | undefined {
  const { startedAt, execution } = invocation;
  const spans = deciding.since(startedAt, world.now());
  const last = spans.at(-1);
  if (last === undefined || last.open !== undefined) return undefined;
  const own = runOf(invocation);
  if (spans.some(({ open }) => open !== undefined && open !== own)) return undefined;
  if (running().some((each) => each !== execution && !isRetirement(each))) return undefined;
  const isOther = spans.some(({ wanted }) => wanted !== last.wanted);
  if (excused("converged: what somebody else decided while the rollout was closed", isOther))
    return undefined;
  // What the closing itself has put down about its own image is what counts.
  const known = spans.map((span) => ({ ...span, attempts: last.attempts, live: last.live, from: startedAt }));
  const due = surelyDue(known, { image: last.wanted?.named?.image, version: wantedVersion(last) });
  if (due === undefined || begun.has(keyOf(due.image, last))) return undefined;
  return `${execution} has ended, ${due.image} is due, and nothing begins it`;
}

/** A read may lag by ten seconds, and is answered from a copy up to a second older. */
const LAG_MS = 11_000;

/** A sweep whose reads and writes all went well knows what the channel names. While frozen it does not look. */
function unreadFault(
  { startedAt, isDisturbed }: Invocation,
  { deciding, world, account }: CheckerInput,
): string | undefined {
  const spans = deciding.since(startedAt, world.now());
  const channel = world.state.parameters.get(account.channel);
  const isThere = channel !== undefined && world.state.launchTemplates.has(account.template);
  if (isDisturbed || !isThere || spans.some(({ freezes }) => freezes.length > 0)) return undefined;
  const older = channel.history.findLast(({ modifiedAt }) => modifiedAt < startedAt - LAG_MS);
  const newer = channel.history.filter(({ modifiedAt }) => modifiedAt >= startedAt - LAG_MS);
  const values = [older, ...newer].flatMap((each) => each?.value ?? []);
  const known = spans.map(({ wanted }) => wanted?.named?.image);
  return known.some((image) => image !== undefined && values.includes(image))
    ? undefined
    : `the sweep takes ${known.at(-1)} for named, the channel says ${values.join(" or ")}`;
}
