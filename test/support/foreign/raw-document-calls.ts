import { between, ec2, type RawClient } from "./raw-client.ts";

/** What AWS's documents say of dry runs, client tokens, zones, versions and tags of parameters. */
export async function documentCalls(client: RawClient, image: string): Promise<object> {
  return { ...(await ec2Calls(client, image)), ...(await parameterCalls(client)) };
}

async function ec2Calls(client: RawClient, image: string): Promise<object> {
  const dry = await ec2(client, {
    Action: "TerminateInstances",
    "InstanceId.1": "i-0123456789abcdef0",
    DryRun: "true",
  });
  const create = (LaunchTemplateName: string) =>
    ec2(client, {
      Action: "CreateLaunchTemplate",
      LaunchTemplateName,
      ClientToken: "once",
      "LaunchTemplateData.ImageId": image,
    });
  await create("shop");
  const mismatch = await create("jobs");
  const reservations = await ec2(client, { Action: "DescribeCapacityReservations" });
  const subnets = await ec2(client, { Action: "DescribeSubnets", "SubnetId.1": "subnet-b" });
  return {
    dryRun: [dry.status, between(dry.body, "Code")],
    otherParameters: between(mismatch.body, "Code"),
    capacityReservations: reservations.body.includes("<capacityReservationSet/>") ? 0 : "not an empty list",
    zone: between(subnets.body, "availabilityZoneId"),
    publicAddresses: between(subnets.body, "mapPublicIpOnLaunch") === "true",
  };
}

async function parameterCalls({ json }: RawClient): Promise<object> {
  const ssm = async (call: string, input: object) => (await json("ssm", `AmazonSSM.${call}`, input)).body;
  const Name = "/images/shop";
  await ssm("PutParameter", { Name, Value: "one", Type: "String", Tags: [{ Key: "fleet", Value: "shop" }] });
  await ssm("PutParameter", { Name, Value: "two", Overwrite: true });
  await ssm("LabelParameterVersion", { Name, ParameterVersion: 1, Labels: ["golden"] });
  const history = JSON.parse(await ssm("GetParameterHistory", { Name })) as {
    Parameters: { Version: number; Value: string; Labels: string[] }[];
  };
  const golden = JSON.parse(await ssm("GetParameter", { Name: `${Name}:golden` }));
  const tags = await ssm("ListTagsForResource", { ResourceType: "Parameter", ResourceId: Name });
  return {
    history: history.Parameters.map(({ Version, Value, Labels }) => [Version, Value, Labels]),
    golden: golden.Parameter.Value,
    parameterTags: JSON.parse(tags).TagList,
  };
}
