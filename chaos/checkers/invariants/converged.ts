import type { Invocation } from "../../processes/invocation.ts";
import { rolloutOf } from "../../processes/invocation-input.ts";
import type { CheckerInput } from "../checker-input.ts";
import { liveTarget, surelyDue } from "../due-target.ts";
import { wantedVersion } from "../holds.ts";
import { type Invariant, startedBy } from "../invariant.ts";

/** So long may a change have gone unseen: a sweep comes by every five minutes. */
const UNSEEN_MS = 330_000;

/**
 * At quiescence a fleet runs what it should, by the account itself: the image of its channel or of a pin that has not
 * ended, the template's default version, no server from before the instant that somebody gave. And where a rollout
 * ends, the next that is due is begun at once.
 */
export const converged = (): Invariant => {
  let lastStart = 0;
  return {
    name: "converged",
    wrote: (write, { world }) => {
      if (startedBy(write) !== undefined) lastStart = world.now();
      return undefined;
    },
    answered: (invocation, input) =>
      // A closing that is tried again finds begun what an earlier try of it has begun.
      invocation.task === "closeRollout" && lastStart < endOf(invocation, input)
        ? unbegunFault(invocation, input)
        : undefined,
    quiescent: restFault,
  };
};

/** When the rollout was written down as ended, or else when its closing began. */
const endOf = (invocation: Invocation, { view }: CheckerInput): number =>
  view.rollouts.get(rolloutOf(invocation))?.endedAt ?? invocation.startedAt;

function restFault({ deciding, world, account }: CheckerInput): string | undefined {
  const spans = deciding.since(world.now() - UNSEEN_MS, world.now());
  const last = spans.at(-1);
  // Waiting for somebody, it has not ended; whether it may wait is asked elsewhere.
  if (last === undefined || spans.some(({ open }) => open !== undefined)) return undefined;
  const image = world.state.parameters.get(account.channel)?.value;
  const version = world.state.launchTemplates.get(account.template)?.defaultVersion;
  const due = surelyDue(spans, { image, version });
  if (due === undefined) return undefined;
  const { image: runs = "nothing", templateVersion: from } = liveTarget(last) ?? {};
  return `the fleet runs ${runs} from version ${from}, and nothing stands against ${due.image} from version ${due.templateVersion}`;
}

/** What came up while the rollout was being closed may have been seen too late: it does not count for this one. */
function unbegunFault(
  invocation: Invocation,
  { deciding, world, running }: CheckerInput,
): string | undefined {
  const { startedAt, execution } = invocation;
  const spans = deciding.since(startedAt, world.now());
  const last = spans.at(-1);
  if (last === undefined || last.open !== undefined) return undefined;
  const own = rolloutOf(invocation);
  if (spans.some(({ open }) => open !== undefined && open !== own)) return undefined;
  if (running().some((each) => each !== execution)) return undefined;
  if (spans.some(({ wanted }) => wanted !== last.wanted)) return undefined;
  // What the closing itself has put down about its own image is what counts.
  const known = spans.map((span) => ({ ...span, attempts: last.attempts, live: last.live, from: startedAt }));
  const due = surelyDue(known, { image: last.wanted?.named?.image, version: wantedVersion(last) });
  return due && `${execution} has ended, ${due.image} is due, and nothing begins it`;
}
