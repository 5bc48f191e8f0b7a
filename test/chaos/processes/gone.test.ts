import { CreateLaunchTemplateCommand } from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { isGone } from "../../../chaos/processes/gone.ts";
import { openOperator } from "../../../chaos/world/operator.ts";
import { createSimulator } from "../../../simulator/simulator.ts";

const simulator = createSimulator({ seed: 1 });
const { world } = simulator;
const made = await simulator.drive(
  openOperator(simulator).ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: "web",
      LaunchTemplateData: { InstanceType: "m7i.large" },
    }),
  ),
);
const template = (id: string | undefined): string => world.arn("ec2", `launch-template/${id ?? ""}`);
const group = world.arn("autoscaling", "autoScalingGroup:*:autoScalingGroupName/web");
const balancing = (name: string): string => world.arn("elasticloadbalancing", name);

test("a template that stands is not gone: its denial is the policy's", () => {
  const action = "ec2:DeleteLaunchTemplateVersions";
  expect(isGone({ action, resource: template(made.LaunchTemplate?.LaunchTemplateId) }, world)).toBe(false);
  expect(isGone({ action, resource: template("lt-0") }, world)).toBe(true);
});

test.each([
  ["autoscaling:UpdateAutoScalingGroup", group],
  ["elasticloadbalancing:ModifyListener", balancing("listener/app/web/1/2")],
  ["elasticloadbalancing:ModifyRule", balancing("listener-rule/app/web/1/2/3")],
])("%s on what does not exist is denied since that is gone", (action, resource) => {
  expect(isGone({ action, resource }, world)).toBe(true);
});

test.each([
  ["autoscaling:CreateAutoScalingGroup", group],
  ["ec2:RunInstances", template("*")],
  ["ec2:DescribeImages", "*"],
  ["dynamodb:DeleteItem", world.arn("dynamodb", "table/moult-ledger")],
])("%s is never denied for what is gone", (action, resource) => {
  expect(isGone({ action, resource }, world)).toBe(false);
});
