import type { InstanceMaintenancePolicy, RefreshPreferences } from "@aws-sdk/client-auto-scaling";
import { invalid } from "../groups/find.ts";
import type { GroupRecord, RefreshSettings } from "../state.ts";

/** AS/RefreshPreferences, where the group has no maintenance policy. */
const MIN_HEALTHY_PERCENTAGE = 90;
const CHECKPOINT_DELAY_SECONDS = 3600;
const LONGEST_WAIT_SECONDS = 172_800;

const TAKEN = new Set([
  "MinHealthyPercentage",
  "MaxHealthyPercentage",
  "InstanceWarmup",
  "SkipMatching",
  "BakeTime",
  "CheckpointPercentages",
  "CheckpointDelay",
  "StandbyInstances",
  "ScaleInProtectedInstances",
]);

/**
 * The settings of a refresh: what is not given is the group's maintenance policy and warm-up, or the API's own default,
 * which waits for servers in standby and for protected ones (ASG/understand-instance-refresh-default-values). Throws
 * `ValidationError` for what is out of range, and for AutoRollback and AlarmSpecification, which are not simulated.
 */
export function settingsOf(group: GroupRecord, given: RefreshPreferences): RefreshSettings {
  const unknown = Object.keys(given).find((name) => !TAKEN.has(name));
  if (unknown !== undefined) throw invalid(`The preference ${unknown} is not simulated.`);
  const checkpoints = checkpointsOf(given);
  return {
    ...percentagesOf(group, given),
    warmupSeconds: given.InstanceWarmup ?? group.defaultInstanceWarmup ?? group.healthCheckGraceSeconds,
    skipMatching: given.SkipMatching ?? false,
    checkpoints,
    checkpointDelaySeconds: secondsOf("CheckpointDelay", given.CheckpointDelay ?? CHECKPOINT_DELAY_SECONDS),
    bakeSeconds: secondsOf("BakeTime", given.BakeTime ?? 0),
    standby: oneOf("StandbyInstances", given.StandbyInstances, ["Wait", "Ignore", "Terminate"]),
    protectedServers: oneOf("ScaleInProtectedInstances", given.ScaleInProtectedInstances, [
      "Wait",
      "Ignore",
      "Refresh",
    ]),
  };
}

type Percentages = Pick<RefreshSettings, "minHealthyPercentage" | "maxHealthyPercentage">;

function percentagesOf({ verbatim }: GroupRecord, given: RefreshPreferences): Percentages {
  const policy = verbatim["InstanceMaintenancePolicy"] as InstanceMaintenancePolicy | undefined;
  const low = given.MinHealthyPercentage ?? policy?.MinHealthyPercentage ?? MIN_HEALTHY_PERCENTAGE;
  const high = given.MaxHealthyPercentage ?? policy?.MaxHealthyPercentage ?? null;
  if (low < 0 || low > 100) throw invalid(`MinHealthyPercentage ${low} is not between 0 and 100.`);
  if (high !== null && (high < 100 || high > 200 || high - low > 100)) {
    throw invalid(
      `MaxHealthyPercentage ${high} is not between 100 and 200 and at most 100 above MinHealthyPercentage.`,
    );
  }
  return { minHealthyPercentage: low, maxHealthyPercentage: high };
}

function checkpointsOf({ CheckpointPercentages: given = [], CheckpointDelay: delay }: RefreshPreferences) {
  if (delay !== undefined && given.length === 0)
    throw invalid("CheckpointDelay needs CheckpointPercentages.");
  const rising = given.every((each, at) => each > (given[at - 1] ?? 0) && each <= 100);
  if (!rising) throw invalid("CheckpointPercentages must be unique, ascending and from 1 to 100.");
  return given;
}

function secondsOf(name: string, seconds: number): number {
  if (seconds >= 0 && seconds <= LONGEST_WAIT_SECONDS) return seconds;
  throw invalid(`${name} ${seconds} is not between 0 and ${LONGEST_WAIT_SECONDS}.`);
}

function oneOf<T extends string>(name: string, given: string | undefined, known: readonly [T, ...T[]]): T {
  const found = known.find((each) => each === (given ?? known[0]));
  if (found === undefined) throw invalid(`${name} '${given}' is none of ${known.join(", ")}.`);
  return found;
}

/** The settings as the API shows them. */
export const shapeOf = (settings: RefreshSettings): RefreshPreferences => ({
  MinHealthyPercentage: settings.minHealthyPercentage,
  ...(settings.maxHealthyPercentage !== null && { MaxHealthyPercentage: settings.maxHealthyPercentage }),
  InstanceWarmup: settings.warmupSeconds,
  SkipMatching: settings.skipMatching,
  ...(settings.checkpoints.length > 0 && {
    CheckpointPercentages: [...settings.checkpoints],
    CheckpointDelay: settings.checkpointDelaySeconds,
  }),
  ...(settings.bakeSeconds > 0 && { BakeTime: settings.bakeSeconds }),
  StandbyInstances: settings.standby,
  ScaleInProtectedInstances: settings.protectedServers,
});
