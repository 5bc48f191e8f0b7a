import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DeleteAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
} from "@aws-sdk/client-auto-scaling";
import { CreateLaunchTemplateVersionCommand, EC2Client } from "@aws-sdk/client-ec2";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SendCommandCommand, SSMClient } from "@aws-sdk/client-ssm";
import { describe, expect, it } from "vitest";
import { type Account, furnishAccount } from "../../rehearsal/account.ts";
import { type FunctionRoles, functionRoles, roleOf } from "../../rehearsal/function-roles.ts";
import { enforceIam } from "../../simulator/iam/enforce-iam.ts";
import { parseServeOptions } from "../../simulator/serve-options.ts";
import { createSimulator, type Simulator } from "../../simulator/simulator.ts";

interface Stage {
  readonly simulator: Simulator;
  readonly account: Account;
  readonly as: (role: string) => ReturnType<Simulator["clientOptions"]>;
}

const roles: FunctionRoles = await functionRoles({ nobody: [] });

/** Runs `tell` in an account with a group of the fleet. */
async function stage(tagged: boolean, tell: (stage: Stage) => Promise<void>): Promise<void> {
  const simulator = createSimulator({ seed: 3, authorize: roles.iam.authorize });
  const whole = async (): Promise<void> => {
    const account = await furnishAccount(simulator, {
      name: "web",
      servers: 2,
      image: {},
      loadBalancer: "none",
      checkIntervalSeconds: 5,
      drainSeconds: 60,
      tagged,
    });
    await simulator.clock.sleep(300_000);
    await tell({ simulator, account, as: (name) => simulator.clientOptions({ name }) });
  };
  await simulator.drive(whole());
}

const deletion = { AutoScalingGroupName: "web", ForceDelete: true };

describe("a call that the caller's statements do not grant", () => {
  it.each(roles.functions.map(roleOf))("ForceDelete by %s", async (role) => {
    await stage(true, async ({ simulator, as }) => {
      const client = new AutoScalingClient(as(role));
      const failure = await client
        .send(new DeleteAutoScalingGroupCommand(deletion))
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ name: "AccessDenied", $metadata: { httpStatusCode: 403 } });
      expect(simulator.world.state.groups.get("web")?.instances.size).toBe(2);
    });
  });

  it("is refused to one role after another role was allowed the same", async () => {
    await stage(true, async ({ simulator: { world } }) => {
      const table = world.arn("dynamodb", "table/moult-ledger");
      const ask = (role: string) => () => roles.iam.permit(role, "dynamodb:GetItem", table, world);
      expect(ask("moult/bake")).not.toThrow();
      expect(ask("moult/bake")).not.toThrow();
      expect(ask("nobody")).toThrow(/nobody is not authorized to perform: dynamodb:GetItem/);
    });
  });

  it("is refused in EC2's own words, for a template without the tag", async () => {
    await stage(false, async ({ account, as }) => {
      const ask = new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId: account.template,
        SourceVersion: "1",
        LaunchTemplateData: { ImageId: account.image },
      });
      await expect(new EC2Client(as("moult/launch-green")).send(ask)).rejects.toMatchObject({
        name: "UnauthorizedOperation",
        message: expect.stringMatching(
          /assumed-role\/moult\/launch-green is not authorized to perform: ec2:CreateLaunchTemplateVersion on resource: arn:aws:ec2:us-east-1:123456789012:launch-template\/lt-\w+ because no identity-based policy allows/,
        ) as string,
      });
    });
  });

  it.each([
    ["without the tag", { Version: "1" }, []],
    ["with a template that is not pinned", { Version: "$Latest" }, [{ Key: "moult:fleet", Value: "web" }]],
  ])("a group %s", async (_name, version, Tags) => {
    await stage(true, async ({ account, as }) => {
      const ask = new CreateAutoScalingGroupCommand({
        AutoScalingGroupName: "web-g0002",
        LaunchTemplate: { LaunchTemplateId: account.template, ...version },
        MinSize: 0,
        MaxSize: 1,
        VPCZoneIdentifier: "subnet-a",
        Tags,
      });
      const client = new AutoScalingClient(as("moult/launch-green"));
      await expect(client.send(ask)).rejects.toMatchObject({ name: "AccessDenied" });
    });
  });

  it.each([true, false])("a command to servers, tagged: %s", async (tagged) => {
    await stage(tagged, async ({ as }) => {
      const ask = new SendCommandCommand({
        DocumentName: "AWS-RunShellScript",
        Targets: [{ Key: "tag:aws:autoscaling:groupName", Values: ["web"] }],
        Parameters: { commands: ["true"] },
      });
      const answer = new SSMClient(as("moult/retire-blue")).send(ask).then(
        () => "sent",
        (error: Error) => error.name,
      );
      expect(await answer).toBe(tagged ? "sent" : "AccessDeniedException");
    });
  });

  it("an event of another source among moult's own", async () => {
    await stage(true, async ({ as }) => {
      const entry = (Source: string) => ({ Source, DetailType: "x", Detail: "{}" });
      const send = (...sources: string[]) =>
        new EventBridgeClient(as("moult/sweep")).send(new PutEventsCommand({ Entries: sources.map(entry) }));
      await expect(send("moult")).resolves.toMatchObject({ FailedEntryCount: 0 });
      await expect(send("moult", "packer.build")).rejects.toMatchObject({ name: "AccessDeniedException" });
    });
  });

  it("anything, for a caller with no statements; nothing, for one that is not named", async () => {
    await stage(true, async ({ as }) => {
      const ask = () => new DescribeAutoScalingGroupsCommand({});
      await expect(new AutoScalingClient(as("nobody")).send(ask())).rejects.toMatchObject({
        name: "AccessDenied",
      });
      await expect(new AutoScalingClient(as("platform-team")).send(ask())).resolves.toBeDefined();
    });
  });
});

describe("enforceIam", () => {
  it("holds every caller that is not named to the statements of *", async () => {
    const { authorize } = await enforceIam({ "*": [] });
    const { world } = createSimulator();
    const call = { caller: "ada", service: "ec2", action: "DescribeImages", input: {} };
    expect(authorize(call, world)).toMatchObject({ code: "UnauthorizedOperation", status: 403 });
  });

  it("throws for a call whose resources it does not know, instead of guessing", async () => {
    const { authorize } = await enforceIam({ ada: [] });
    const call = { caller: "ada", service: "ec2", action: "RunInstances", input: {} };
    expect(() => authorize(call, createSimulator().world)).toThrow(
      /which resources ec2:RunInstances touches/,
    );
  });

  it("is asked for by --enforce-iam", () => {
    expect(parseServeOptions(["--enforce-iam", "policies.json"])).toMatchObject({
      policies: "policies.json",
    });
  });
});
