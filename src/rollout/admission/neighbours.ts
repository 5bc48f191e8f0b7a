import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import type { Forwarding } from "../../aws/elbv2/forwarding.ts";
import { describeTargetGroups } from "../../aws/elbv2/elbv2.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { type Examined, type Fault, shownFault } from "../../domain/neighbours/fault.ts";
import { uncopyable } from "../../domain/group/group-uncopyable.ts";
import { groupControllers } from "../../domain/group/group-owners.ts";
import { pairsOf } from "../../domain/traffic-pairs/pairs-of.ts";
import { listGenerations } from "../../ledger/generations.ts";
import type { StepContext } from "../../step/step.ts";
import { foreignServers } from "../neighbours/foreign-servers.ts";
import {
  groupShared,
  otherDeclarations,
  taggedElsewhere,
  trafficShared,
} from "../neighbours/other-fleets.ts";
import { besideFaults, targetGroupFaults } from "../neighbours/pair-neighbours.ts";
import { refreshReason } from "../neighbours/refresh-reason.ts";
import { besideFleet } from "../neighbours/warnings.ts";

type Context = StepContext<"autoScaling" | "ec2" | "elbv2">;

/** What was just read of the fleet and of what is around it. */
interface ReadForPlan {
  readonly fleet: Fleet;
  readonly blue: Group | undefined;
  /** Blue, and those beside it whose servers may be targets. */
  readonly standing: readonly Group[];
  readonly forwardings: readonly Forwarding[];
}

/** In words: what is in the way, and beside what moult can live. */
export interface Beside {
  readonly reasons: readonly string[];
  readonly warnings: Examined["warnings"];
}

/**
 * Who else has a hand in the fleet, all at once, each with the way out: as adoption looks for it, since months may have passed.
 * Hooks are not read: LaunchGreen does, for the copy.
 */
export async function examineBeside(found: ReadForPlan, context: Context): Promise<Beside> {
  const { fleet, blue } = found;
  const others = await otherDeclarations(fleet.fleet, context.ledger);
  const [traffic, foreign, refresh, groups, warnings] = await Promise.all([
    trafficBeside(found, context),
    foreignServers(fleet.traffic, found.standing, context),
    blue && refreshReason(blue.name, context),
    sharedGroups(found, others, context),
    besideFleet(fleet, blue, others, context),
  ]);
  const faults = [
    ...traffic,
    ...foreign,
    ...trafficShared(fleet, others),
    ...(blue ? ofGroup(fleet, blue) : []),
  ];
  return { reasons: [...faults.map(shownFault), ...groups, ...(refresh == null ? [] : [refresh])], warnings };
}

/** What of the group itself, as it was read, stands against a copy, and who takes it for theirs: takes no call. */
function ofGroup({ fleet }: Fleet, blue: Group): Fault[] {
  const place = `group ${blue.name}`;
  return [
    ...taggedElsewhere(fleet, blue),
    ...groupControllers(blue, []),
    ...uncopyable(blue.raw, NO_EXTRAS).map(({ what, why }) => ({ place: `${place}: ${what}`, why })),
  ];
}

/** They are read for the copy. */
const NO_EXTRAS = { hooks: [], policies: [], scheduledActions: [], notifications: [] };

/** Target groups that are gone or unlike, sticky ones, and other rules that name them. */
async function trafficBeside(
  { fleet: { traffic }, forwardings }: ReadForPlan,
  context: Context,
): Promise<Fault[]> {
  if (traffic.strategy === "target-group") {
    const { targetGroup: arn } = traffic;
    const groups = await describeTargetGroups(context.aws.elbv2, [arn]);
    return targetGroupFaults("traffic.targetGroup", arn, groups.get(arn));
  }
  const faults = await Promise.all(
    pairsOf(traffic).map((pair) => {
      // A rule that is gone is refused where its weights are looked at.
      const actions = new Map(forwardings.map((each) => [each.arn, each.actions]));
      const rules = pair.rules.map((rule) => ({ ...rule, actions: actions.get(rule.arn) }));
      return besideFaults(pair, traffic, { context, rules });
    }),
  );
  return faults.flat();
}

/** Another fleet's group. Both would launch it from one template, so the generations of those that declare the same are read. */
async function sharedGroups(
  { fleet: { template }, blue }: ReadForPlan,
  others: readonly Fleet[],
  { ledger }: Context,
): Promise<string[]> {
  if (blue === undefined) return [];
  const shared = await Promise.all(
    others
      .filter((other) => other.template === template)
      .map(async ({ fleet }) => {
        const generations = (await listGenerations(ledger, fleet)).map(({ generation }) => generation);
        return groupShared(blue.name, { fleet, generations });
      }),
  );
  return shared.flat();
}
