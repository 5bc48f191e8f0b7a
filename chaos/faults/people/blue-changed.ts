import {
  CreateOrUpdateTagsCommand,
  DeleteLifecycleHookCommand,
  DeletePolicyCommand,
  DeleteTagsCommand,
  PutLifecycleHookCommand,
  PutScalingPolicyCommand,
  PutScheduledUpdateGroupActionCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import type { GroupRecord } from "../../../simulator/services/auto-scaling/state.ts";
import { openRollouts } from "../../world/ledger-view.ts";
import type { FaultKind, FaultWork } from "../fault-kind.ts";

/** People go on working on the live group, mostly while another is to take its place. */
export const blueChanged: FaultKind = {
  name: "blue-changed",
  begin: (work) => {
    const { chaos, rate, atTimes } = work;
    atTimes(
      2 + Math.round(6 * rate),
      () => void changeInRun(work).catch((error: unknown) => chaos.note(`ada could not: ${String(error)}`)),
    );
  },
};

const LOOK_MS = 15_000;
/** So long somebody waits for a rollout, to change blue beside it. */
const MOST_LOOKS = 80;

async function changeInRun(work: FaultWork): Promise<void> {
  const { chaos, random } = work;
  for (let looks = 0; looks < MOST_LOOKS && openRollouts(chaos.view).length === 0; looks += 1)
    await chaos.clock.sleep(LOOK_MS);
  await chaos.clock.sleep(random.integer(0, 300) * 1000);
  const live = [...chaos.view.generations.values()].find(({ state }) => state === "live");
  const group = chaos.simulator.world.state.groups.get(live?.group ?? "");
  if (group === undefined || group.deleting || chaos.faultsEnded) return;
  const kind = random.pick(Object.keys(CHANGES) as (keyof typeof CHANGES)[]);
  const what = await CHANGES[kind](group, work);
  chaos.input.blueChanges.push({ group: group.name, what, at: chaos.clock.now() });
  chaos.note(`ada changed ${what} of ${group.name}`);
  chaos.count(`blue-changed ${kind}`);
}

/** Each says what it has changed, as moult names it. One that is there is mostly taken away. */
const CHANGES = {
  schedule: async ({ name, desiredCapacity }: GroupRecord, { chaos, random }: FaultWork) => {
    const ScheduledActionName = random.pick(["spring", "autumn"]);
    const StartTime = new Date(chaos.clock.now() + random.integer(200, 300) * 86_400_000);
    const sizes = { StartTime, DesiredCapacity: desiredCapacity };
    await chaos.operator.autoScaling.send(
      new PutScheduledUpdateGroupActionCommand({
        AutoScalingGroupName: name,
        ScheduledActionName,
        ...sizes,
      }),
    );
    return `scheduled action ${ScheduledActionName}`;
  },
  maximum: async ({ name, maxSize }: GroupRecord, { chaos, random }: FaultWork) => {
    const MaxSize = maxSize + random.integer(1, 3);
    await chaos.operator.autoScaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: name, MaxSize }),
    );
    return "maximum";
  },
  tag: async ({ name, tags }: GroupRecord, { chaos, random }: FaultWork) => {
    const Key = random.pick(["team", "cost"]);
    const tag = { ResourceId: name, ResourceType: "auto-scaling-group", Key };
    // Servers that carry another tag than their group gives would have drifted.
    const put = { ...tag, Value: String(random.integer(1, 9)), PropagateAtLaunch: false };
    const { autoScaling } = chaos.operator;
    if (tags.some(({ key }) => key === Key) && random.chance(0.6))
      await autoScaling.send(new DeleteTagsCommand({ Tags: [tag] }));
    else await autoScaling.send(new CreateOrUpdateTagsCommand({ Tags: [put] }));
    return `tag ${Key}`;
  },
  hook: async ({ name: AutoScalingGroupName, hooks }: GroupRecord, { chaos, random }: FaultWork) => {
    const LifecycleHookName = random.pick(["say-goodbye", "report"]);
    const named = { AutoScalingGroupName, LifecycleHookName };
    const { autoScaling } = chaos.operator;
    if (hooks.has(LifecycleHookName) && random.chance(0.6))
      await autoScaling.send(new DeleteLifecycleHookCommand(named));
    else
      await autoScaling.send(
        new PutLifecycleHookCommand({
          ...named,
          LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
          HeartbeatTimeout: random.integer(30, 60),
          DefaultResult: "CONTINUE",
        }),
      );
    return `lifecycle hook ${LifecycleHookName}`;
  },
  policy: async ({ name: AutoScalingGroupName, policies }: GroupRecord, { chaos, random }: FaultWork) => {
    const PolicyName = random.pick(["cpu", "more"]);
    const { autoScaling } = chaos.operator;
    if (policies.has(PolicyName) && random.chance(0.6))
      await autoScaling.send(new DeletePolicyCommand({ AutoScalingGroupName, PolicyName }));
    else
      await autoScaling.send(
        new PutScalingPolicyCommand({
          AutoScalingGroupName,
          PolicyName,
          PolicyType: "TargetTrackingScaling",
          TargetTrackingConfiguration: {
            PredefinedMetricSpecification: { PredefinedMetricType: "ASGAverageCPUUtilization" },
            TargetValue: random.integer(40, 80),
          },
        }),
      );
    return `scaling policy ${PolicyName}`;
  },
} as const;
