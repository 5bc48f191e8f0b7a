import { excused } from "../../exemptions.ts";
import { openJudgedTime } from "../../judged/judged-time.ts";
import type { CheckerInput } from "../../checker-input.ts";
import type { Invariant } from "../../invariant.ts";
import { openLateWaits } from "../../spoken/late-waits.ts";
import { openOnce } from "../../spoken/once.ts";
import { type ToSay, toSay } from "../../spoken/to-say.ts";

/** Two sweeps, and what one takes; three scans. From when it began to be so, and from the last disturbance. */
const WITHIN_MS = { sweep: 900_000, scan: 3_000_000 } as const;
/** After something went wrong: a process that sends may be gone, what it had to send is left to it for four minutes, and calls fail. */
const DISTURBED_MS = 1_200_000;
/** What has stood for so long at quiescence is said: two sweeps have come by. */
const QUIET_MS = 640_000;
/** What is over and comes again within an hour is the same, and was said: a sweep sees it up to ten minutes later. */
const BACK_MS = 4_200_000;
const LOOK_MS = 20_000;

interface Stands {
  readonly since: number;
  readonly seenAt: number;
  /** Since when somebody is to say it. */
  readonly dueFrom: number | undefined;
}

/**
 * What people have to know is said: published, and marked only when the bus took it; repeated until then, and once. By the
 * world and the bus: how each rollout began and ended, a rollback of two hours, a wait that takes too long, who needs a person,
 * a generation that is retained, a server of one that serves again, a live group that is gone, traffic that nobody answers, a
 * storm, a finding that came back.
 */
export const spoken = (): Invariant => {
  const once = openOnce();
  const waits = openLateWaits();
  const stands = new Map<string, Stands>();
  const done = new Set<string>();
  const time = openJudgedTime();
  let lookedAt = 0;
  const look = (input: CheckerInput, isQuiescent: boolean): string | undefined => {
    const now = input.world.now();
    lookedAt = now;
    let isExempt = false;
    for (const each of [...toSay(input), ...waits.toSay(input)]) {
      if (done.has(each.key)) continue;
      const known = kept(each, stands.get(each.key), now);
      stands.set(each.key, known);
      const fault = unsaidFault(each, known, { input, isQuiescent });
      if (fault !== undefined) return fault;
      isExempt ||= isLate(each, known, input);
      if (each.key.includes(" began") && input.said.some(each.isSaid)) done.add(each.key);
    }
    time.look(now, isExempt ? "exempt" : "judges");
    return undefined;
  };
  const judge = (input: CheckerInput): string | undefined =>
    once.twice(input) ?? (input.world.now() - lookedAt < LOOK_MS ? undefined : look(input, false));
  return {
    name: "spoken",
    wrote: (write, input) => once.wrote(write, input),
    worldEvent: (_event, input) => judge(input),
    written: (_sort, input) => judge(input),
    quiescent: (input) => once.twice(input) ?? look(input, true),
    judged: time.seconds,
  };
};

function kept({ isHeld = false }: ToSay, known: Stands | undefined, now: number): Stands {
  const isSame = known !== undefined && now - known.seenAt < BACK_MS;
  const dueFrom = isSame ? known.dueFrom : undefined;
  const isMended = excused("spoken: what a run may still mend", isHeld);
  return { since: isSame ? known.since : now, seenAt: now, dueFrom: isMended ? undefined : (dueFrom ?? now) };
}

/** Whether it would have been said by now, had nothing gone wrong. */
const isLate = ({ by, isSaid }: ToSay, { dueFrom }: Stands, { world, said }: CheckerInput): boolean =>
  dueFrom !== undefined && world.now() - dueFrom > WITHIN_MS[by] && !said.some(isSaid);

function unsaidFault(
  { what, by, isSaid }: ToSay,
  { since, dueFrom }: Stands,
  { input, isQuiescent }: { readonly input: CheckerInput; readonly isQuiescent: boolean },
): string | undefined {
  if (dueFrom === undefined) return undefined;
  const now = input.world.now();
  const isDisturbed = excused("spoken: what a disturbance takes", input.disturbedAt > dueFrom - DISTURBED_MS);
  const from = isDisturbed ? Math.max(dueFrom, input.disturbedAt) : dueFrom;
  const within = isQuiescent && by === "sweep" ? QUIET_MS : WITHIN_MS[by] + (isDisturbed ? DISTURBED_MS : 0);
  if (now - from <= within || input.said.some(isSaid)) return undefined;
  return `${what}, for ${Math.round((now - since) / 1000)} s, and the bus was told nothing`;
}
