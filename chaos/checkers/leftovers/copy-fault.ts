import type { GroupRecord } from "../../../simulator/services/auto-scaling/state.ts";
import type { CheckerInput } from "../checker-input.ts";
import { excused } from "../exemptions.ts";
import { interfered } from "../interference.ts";

/** The live group is what the first one was: hooks, policies, suspended processes, the pinned version. */
export function copyFault(group: GroupRecord, input: CheckerInput): string | undefined {
  if (input.plan.fleet.firstGeneration) return undefined;
  return processesFault(group, input) ?? extrasFault(group, input) ?? pinFault(group, input);
}

function processesFault({ name, suspended }: GroupRecord, input: CheckerInput): string | undefined {
  const kept = (processes: Iterable<string>): string =>
    [...processes]
      .filter((each) => !excused("no-leftovers: a process that somebody suspended", isTheirs(each)))
      .sort()
      .join();
  const isTheirs = (process: string): boolean => interfered(input, "processes", { object: process });
  const found = kept(suspended.keys());
  return found === kept(input.plan.fleet.suspended)
    ? undefined
    : `suspended in ${name}: ${found || "nothing"}`;
}

/** Hooks that the first group has, where it has any. */
const FIRST_HOOKS = ["say-goodbye", "warm-up"];

/** What nobody has changed on a live group is as it was at first. */
function extrasFault(
  { name, hooks, policies, scheduledActions }: GroupRecord,
  { plan: { fleet }, blueChanges }: CheckerInput,
): string | undefined {
  const changed = new Set(blueChanges.map(({ what }) => what));
  const wrong = ([kind, found, first]: readonly [string, Iterable<string>, readonly string[]]) => {
    const unchanged = (names: Iterable<string>): string =>
      [...names]
        .filter(
          (each) =>
            !excused("no-leftovers: what somebody changed by its name", changed.has(`${kind} ${each}`)),
        )
        .sort()
        .join();
    return unchanged(found) === unchanged(first) ? [] : `${kind}s of ${name}: ${unchanged(found) || "none"}`;
  };
  const [fault] = [
    ["lifecycle hook", hooks.keys(), fleet.hooks ? FIRST_HOOKS : []] as const,
    ["scaling policy", policies.keys(), fleet.scalingPolicy ? ["cpu"] : []] as const,
    ["scheduled action", scheduledActions.keys(), fleet.schedule ? ["night"] : []] as const,
  ].flatMap(wrong);
  return fault;
}

function pinFault({ name, launchTemplate }: GroupRecord, input: CheckerInput): string | undefined {
  const live = [...input.view.generations.values()].find(({ group }) => group === name);
  const version = launchTemplate?.version;
  const isTheirs = interfered(input, "template", { object: name });
  const isExempt = excused("no-leftovers: a group whose version somebody changed", isTheirs);
  return !isExempt && version !== String(live?.template.version)
    ? `${name} launches from version ${version}`
    : undefined;
}
