import type { WorldState } from "../../../world/state.ts";
import { isTerminating } from "../capacity/counting.ts";
import { choicesOf } from "../groups/template.ts";
import type { GroupInstance, GroupRecord, RefreshRecord } from "../state.ts";

type Settings = RefreshRecord["settings"];

const standsBy = ({ lifecycleState }: GroupInstance): boolean => lifecycleState.endsWith("Standby");

/**
 * Servers that a refresh has still to replace: those older than it, but for matching ones with SkipMatching, and those in
 * standby and protected ones that it ignores (AS/RefreshPreferences).
 */
export function leftOf(state: WorldState, group: GroupRecord, refresh: RefreshRecord): GroupInstance[] {
  const { startedAt, settings } = refresh;
  const matches = settings.skipMatching ? matching(state, group) : () => false;
  return [...group.instances.values()].filter(
    (each) =>
      each.joinedAt <= startedAt &&
      !each.warmed &&
      !isTerminating(each) &&
      !each.lifecycleState.startsWith("Detach") &&
      !(settings.standby === "Ignore" && standsBy(each)) &&
      !(settings.protectedServers === "Ignore" && each.protectedFromScaleIn && !standsBy(each)) &&
      !matches(each),
  );
}

/** Whether the refresh may replace the server now, and does not wait for somebody to release it. */
export function isReplaceable(instance: GroupInstance, { standby, protectedServers }: Settings): boolean {
  if (standsBy(instance)) return instance.lifecycleState === "Standby" && standby === "Terminate";
  if (instance.lifecycleState !== "InService") return false;
  return !instance.protectedFromScaleIn || protectedServers === "Refresh";
}

// Of the template's version and a type that the group would launch now.
function matching(state: WorldState, group: GroupRecord): (instance: GroupInstance) => boolean {
  const choices = choicesOf(state, group);
  return ({ launchTemplate, instanceType }) =>
    choices.some(
      ({ template, data }) =>
        template.id === launchTemplate.id &&
        String(template.version) === launchTemplate.version &&
        (data.InstanceType ?? instanceType) === instanceType,
    );
}
