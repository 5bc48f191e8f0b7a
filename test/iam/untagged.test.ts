import { DeleteTagsCommand, PutScheduledUpdateGroupActionCommand } from "@aws-sdk/client-auto-scaling";
import { DeleteTagsCommand as DeleteEc2TagsCommand } from "@aws-sdk/client-ec2";
import { RemoveTagsCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { roles } from "../support/iam/under-roles.ts";
import { expect, type ScenarioPlan, scenario, type Web } from "../support/scenarios/harness.ts";

const KEY = "moult:fleet";

/** What an operator may forget to tag, and the call that is refused for it. */
const FORGOTTEN: Readonly<Record<string, readonly [string, (web: Web) => Promise<unknown>]>> = {
  template: [
    "ec2:CreateLaunchTemplateVersion",
    ({ person, account }) =>
      person.ec2.send(new DeleteEc2TagsCommand({ Resources: [account.template], Tags: [{ Key: KEY }] })),
  ],
  listener: [
    "elasticloadbalancing:ModifyListener",
    ({ person, account }) =>
      person.elbv2.send(new RemoveTagsCommand({ ResourceArns: [account.listener], TagKeys: [KEY] })),
  ],
  // Adopted servers get the group's tag only when it is put on them.
  "first server": [
    "ssm:SendCommand",
    ({ person, simulator }) => {
      const [id = ""] = simulator.world.state.groups.get("web")?.instances.keys() ?? [];
      return person.ec2.send(new DeleteEc2TagsCommand({ Resources: [id], Tags: [{ Key: KEY }] }));
    },
  ],
  group: [
    "autoscaling:SuspendProcesses",
    async ({ person }) => {
      const ResourceId = "web";
      const tag = { ResourceId, ResourceType: "auto-scaling-group", Key: KEY };
      await person.autoScaling.send(new DeleteTagsCommand({ Tags: [tag] }));
      await person.autoScaling.send(
        new PutScheduledUpdateGroupActionCommand({
          AutoScalingGroupName: ResourceId,
          ScheduledActionName: "evening",
          Recurrence: "0 20 * * *",
          DesiredCapacity: 4,
        }),
      );
    },
  ],
};

const HANDOFF: ScenarioPlan = {
  declaration: { retire: { drain: "60s", handoff: { command: "/opt/handoff", timeout: "5m" } } },
};

for (const [what, [action, forget]] of Object.entries(FORGOTTEN)) {
  scenario(
    `the ${what} does not carry the fleet's tag: rolled back, told by name, nothing left`,
    HANDOFF,
    async (web) => {
      await forget(web);
      await web.publish();
      await web.settled();
      const { outcome, outcomeReason } = await web.rollout();
      expect(outcome).toBe("rolled-back");
      expect(outcomeReason).toContain(`is not authorized to perform: ${action}`);
      expect(roles.iam.denials.map((denial) => denial.action)).toContain(action);
      expect(await web.liveImage()).toBe(web.account.image);
    },
  );
}
