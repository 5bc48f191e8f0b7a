import { excused } from "../../exemptions.ts";
import type { GroupRecord } from "../../../../simulator/services/auto-scaling/state.ts";
import { interfered } from "../../interference.ts";
import type { CheckerInput } from "../../checker-input.ts";
import type { Decision, Invariant } from "../../invariant.ts";
import { sidesOf } from "../../sides.ts";

/**
 * As blue is released green has what blue has: tags, hooks, policies, scheduled actions, at least its maximum; or an entry
 * names what it has not. What somebody changed since the release was begun counts neither way, nor does a rollout that a
 * person has settled. That a schedule was carried out is asked at quiescence, of the live group's size (`no-leftovers`).
 */
export const followed = (): Invariant => ({
  name: "followed",
  decided: (decision, input) => (decision.entry.action === "release" ? lacking(decision, input) : undefined),
});

function lacking({ rollout, since }: Decision, input: CheckerInput): string | undefined {
  const { blue, green } = sidesOf(input, rollout);
  const from = input.world.state.groups.get(blue?.group ?? "");
  const to = input.world.state.groups.get(green?.group ?? "");
  if (!from || !to || from.deleting || to.deleting) return undefined;
  if (excused("followed: a rollout that a person settled", rollout.settlement !== null)) return undefined;
  const named = (input.view.decisions.get(rollout.id) ?? [])
    .filter(({ action }) => action === "not-followed")
    .map(({ reason }) => reason);
  const isRecent = (what: string): boolean =>
    input.blueChanges.some((each) => each.group === from.name && each.what === what && each.at >= since);
  const differs = differing(from, to, input).find(
    (what) =>
      !excused("followed: what somebody changed since the release was begun", isRecent(what)) &&
      !named.some((reason) => reason.startsWith(`${what} `)),
  );
  return differs && `${differs} of ${from.name} is not so on ${to.name}, and nobody is told`;
}

/** What is not the same on both, as moult calls it. */
function differing(blue: GroupRecord, green: GroupRecord, input: CheckerInput): string[] {
  const [had, has] = [belongings(blue), belongings(green)];
  const others = [...new Set([...had.keys(), ...has.keys()])].filter(
    (what) => had.get(what) !== has.get(what),
  );
  // Whoever sets sizes may have meant green's.
  const isOthers = [blue, green].some(({ name }) => interfered(input, "size", { object: name }));
  const isTheirs = excused("followed: the maximum of a group that somebody resized", isOthers);
  const isSmaller = green.maxSize < blue.maxSize && !isTheirs;
  return isSmaller ? [...others, "maximum"] : others;
}

function belongings({ tags, hooks, policies, scheduledActions }: GroupRecord): Map<string, string> {
  const own = tags.filter(({ key }) => !/^(moult|aws):/u.test(key));
  return new Map([
    ...own.map(
      ({ key, value, propagateAtLaunch }) => [`tag ${key}`, `${value} ${propagateAtLaunch}`] as const,
    ),
    ...[...hooks.values()].map(
      (each) =>
        [
          `lifecycle hook ${each.name}`,
          `${each.transition} ${each.heartbeatSeconds} ${each.defaultResult}`,
        ] as const,
    ),
    ...[...policies].map(
      ([name, each]) =>
        [`scaling policy ${name}`, JSON.stringify(each["TargetTrackingConfiguration"])] as const,
    ),
    ...[...scheduledActions].map(
      ([name, each]) =>
        [
          `scheduled action ${name}`,
          [each["Recurrence"], each["MinSize"], each["MaxSize"], each["DesiredCapacity"]].join(),
        ] as const,
    ),
  ]);
}
