import { CreateOrUpdateTagsCommand, DeleteTagsCommand } from "@aws-sdk/client-auto-scaling";
import {
  CreateListenerCommand,
  DeleteListenerCommand,
  DeregisterTargetsCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { RunInstancesCommand, TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { declarationOf } from "./furnish-web.ts";
import type { Web } from "./harness.ts";

interface Change {
  /** Somebody does it; answers how it is undone. */
  readonly does: (web: Web) => Promise<() => Promise<unknown>>;
  readonly said: (web: Web) => RegExp;
}

const groupTag = { ResourceId: "web", ResourceType: "auto-scaling-group", Key: "AmazonECSManaged" };
const sticky = (web: Web, Value: string) =>
  web.person.elbv2.send(
    new ModifyTargetGroupAttributesCommand({
      TargetGroupArn: web.account.targetGroups[0],
      Attributes: [
        { Key: "stickiness.enabled", Value },
        { Key: "stickiness.type", Value: "lb_cookie" },
      ],
    }),
  );

/** By what somebody does beside a fleet that rests. */
export const CHANGES_BESIDE: Readonly<Record<string, Change>> = {
  "a listener that forwards to the live target group": {
    does: async ({ person, account }) => {
      const DefaultActions = [{ Type: "forward" as const, TargetGroupArn: account.targetGroups[0] }];
      const listener = { LoadBalancerArn: account.loadBalancer, Port: 8443, Protocol: "HTTP" as const };
      const { Listeners } = await person.elbv2.send(
        new CreateListenerCommand({ ...listener, DefaultActions }),
      );
      const ListenerArn = Listeners?.[0]?.ListenerArn;
      return () => person.elbv2.send(new DeleteListenerCommand({ ListenerArn }));
    },
    said: ({ account }) => new RegExp(`^arn:\\S+ forwards to ${account.targetGroups[0]}, too`),
  },
  "a foreign server in the pair": {
    does: async ({ person, account, minutes }) => {
      const launched = await person.ec2.send(
        new RunInstancesCommand({
          LaunchTemplate: { LaunchTemplateId: account.template, Version: "1" },
          SubnetId: "subnet-a",
          MinCount: 1,
          MaxCount: 1,
        }),
      );
      const id = launched.Instances?.[0]?.InstanceId ?? "";
      await minutes(1);
      const targets = { TargetGroupArn: account.targetGroups[1], Targets: [{ Id: id }] };
      await person.elbv2.send(new RegisterTargetsCommand(targets));
      return async () => {
        await person.elbv2.send(new DeregisterTargetsCommand(targets));
        await person.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
      };
    },
    said: ({ account }) => new RegExp(`^i-\\S+ is in ${account.targetGroups[1]} and not in the group web: `),
  },
  "health checks made unlike": {
    does: async ({ person, account: { targetGroups } }) => {
      const check = (HttpCode: string) =>
        person.elbv2.send(
          new ModifyTargetGroupCommand({ TargetGroupArn: targetGroups[1], Matcher: { HttpCode } }),
        );
      await check("200-499");
      return () => check("200");
    },
    said: () => /^web-a by codes 200, web-b by codes 200-499: their health is checked differently/,
  },
  "stickiness without the rule's": {
    does: async (web) => {
      await sticky(web, "true");
      return () => sticky(web, "false");
    },
    said: () => / is sticky, so the rule has to be, too/,
  },
  "a controller that takes the group": {
    does: async ({ person }) => {
      const Tags = [{ ...groupTag, Value: "", PropagateAtLaunch: true }];
      await person.autoScaling.send(new CreateOrUpdateTagsCommand({ Tags }));
      return () => person.autoScaling.send(new DeleteTagsCommand({ Tags: [groupTag] }));
    },
    said: () => /^group web: tag AmazonECSManaged: an ECS capacity provider/,
  },
  "another fleet that declares the same pair": {
    does: async (web) => {
      const declaration = { ...declarationOf(web.plan, web.account), fleet: "api" };
      await declareFleet(web.ledger, { declaration, by: "bob", now: 0 }, "absent");
      return () => web.ledger.remove({ partition: "fleets", sort: "api" }, 1);
    },
    said: () => /is fleet api's, too, and each would move the other's traffic/,
  },
};
