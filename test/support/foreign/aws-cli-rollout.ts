import { execFile } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import type { BlueFleet } from "./blue-fleet.ts";

const WAIT_MILLISECONDS = 60_000;

type Aws = (service: string, call: string, ...args: string[]) => Promise<string>;

/** Replaces the fleet web-asg blue/green with the AWS CLI, one process a call; answers what boto3_rollout.py prints. */
export async function awsCliRollout(url: string, { listener, blue, green }: BlueFleet): Promise<object> {
  const aws = awsCli(url);
  const weigh = (weights: Readonly<Record<string, number>>) =>
    aws("elbv2", "modify-listener", "--listener-arn", listener, "--default-actions", forward(weights));

  const made = ["--launch-template-name", "web", "--source-version", "1", "--launch-template-data"];
  const number = ["--query", "LaunchTemplateVersion.VersionNumber"];
  const version = await aws(
    "ec2",
    "create-launch-template-version",
    ...made,
    '{"ImageId":"ami-web-2"}',
    ...number,
  );
  // A target group is checked only while an action names it: with weight 0, before it has servers.
  await weigh({ [blue]: 1, [green]: 0 });
  await launch(aws, { version, green });
  const healthy = () => healthyIn(aws, green);
  await until("green is healthy", async () => (await healthy()) === 3);
  const steps = [10, 50, 100];
  for (const share of steps) await weigh({ [blue]: 100 - share, [green]: share });
  await weigh({ [green]: 1 });
  await retire(aws);
  return { steps, version: Number(version), healthy: await healthy() };
}

const awsCli =
  (url: string): Aws =>
  async (service, call, ...args) => {
    const env = {
      ...process.env,
      AWS_ACCESS_KEY_ID: "foreign",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_PAGER: "",
    };
    const all = ["--endpoint-url", url, "--output", "text", service, call, ...args];
    return (await promisify(execFile)("aws", all, { env })).stdout.trim();
  };

const forward = (weights: Readonly<Record<string, number>>): string => {
  const TargetGroups = Object.entries(weights).map(([TargetGroupArn, Weight]) => ({
    TargetGroupArn,
    Weight,
  }));
  return JSON.stringify([{ Type: "forward", ForwardConfig: { TargetGroups } }]);
};

function launch(aws: Aws, { version, green }: { version: string; green: string }): Promise<string> {
  const source = ["--launch-template", `LaunchTemplateName=web,Version=${version}`];
  const sizes = ["--min-size", "2", "--max-size", "6", "--desired-capacity", "3"];
  const place = ["--vpc-zone-identifier", "subnet-a,subnet-b", "--target-group-arns", green];
  const health = ["--health-check-type", "ELB", "--health-check-grace-period", "300"];
  const name = ["--auto-scaling-group-name", "web-g0002"];
  return aws("autoscaling", "create-auto-scaling-group", ...name, ...source, ...sizes, ...place, ...health);
}

async function healthyIn(aws: Aws, group: string): Promise<number> {
  const query = "length(TargetHealthDescriptions[?TargetHealth.State=='healthy'])";
  return Number(await aws("elbv2", "describe-target-health", "--target-group-arn", group, "--query", query));
}

async function retire(aws: Aws): Promise<void> {
  const blue = ["--auto-scaling-group-name", "web-asg"];
  await aws(
    "autoscaling",
    "update-auto-scaling-group",
    ...blue,
    "--min-size",
    "0",
    "--desired-capacity",
    "0",
  );
  const described = [
    "describe-auto-scaling-groups",
    "--auto-scaling-group-names",
    "web-asg",
    "--query",
  ] as const;
  const count = async (what: string) => Number(await aws("autoscaling", ...described, what));
  await until("blue is empty", async () => (await count("length(AutoScalingGroups[0].Instances)")) === 0);
  await aws("autoscaling", "delete-auto-scaling-group", ...blue);
  await until("blue is gone", async () => (await count("length(AutoScalingGroups)")) === 0);
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + WAIT_MILLISECONDS;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${WAIT_MILLISECONDS / 1000} s`);
    await setTimeout(100);
  }
}
