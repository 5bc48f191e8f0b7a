import { rawClient } from "./raw-client.ts";

/** The calls of boto3_calls.py, by a client written by hand; answers what that script prints. */
export async function rawCalls(url: string): Promise<object> {
  const { form, json } = rawClient(url);
  const ec2 = (fields: Record<string, string>) => form("ec2", { Version: "2016-11-15", ...fields });

  const registered = await ec2({ Action: "RegisterImage", Name: "web", RootDeviceName: "/dev/xvda" });
  const image = between(registered.body, "imageId");
  const tag = { "Tag.1.Key": "fleet", "Tag.1.Value": "a & <b>" };
  await ec2({ Action: "CreateTags", "ResourceId.1": image, ...tag });
  const described = await ec2({ Action: "DescribeImages", "ImageId.1": image });
  const put = await json("events", "AWSEvents.PutEvents", {
    Entries: [
      { Source: "foreign", DetailType: "Test", Detail: '{"n": 1}' },
      { Source: "aws.ec2", DetailType: "Test", Detail: "{}" },
    ],
  });
  await json("ssm", "AmazonSSM.PutParameter", { Name: "/images/web", Value: image, Type: "String" });
  const parameter = await json("ssm", "AmazonSSM.GetParameter", { Name: "/images/web" });
  const identity = await form("sts", { Action: "GetCallerIdentity", Version: "2011-06-15" });
  const template = await ec2({
    Action: "CreateLaunchTemplate",
    LaunchTemplateName: "web",
    "LaunchTemplateData.ImageId": image,
    "LaunchTemplateData.InstanceType": "t3.micro",
  });
  const groups = (fields: Record<string, string>) =>
    form("autoscaling", { Version: "2011-01-01", ...fields });
  const group = {
    Action: "CreateAutoScalingGroup",
    AutoScalingGroupName: "web-g0001",
    MinSize: "0",
    MaxSize: "3",
    VPCZoneIdentifier: "subnet-a,subnet-b",
    "LaunchTemplate.LaunchTemplateId": between(template.body, "launchTemplateId"),
    "LaunchTemplate.Version": "1",
    "Tags.member.1.Key": "fleet",
    "Tags.member.1.Value": "web",
    "Tags.member.1.PropagateAtLaunch": "true",
  };
  await groups(group);
  const names = { "AutoScalingGroupNames.member.1": "web-g0001" };
  const found = await groups({ Action: "DescribeAutoScalingGroups", ...names });
  const targetGroups = await form("elasticloadbalancing", {
    Action: "DescribeTargetGroups",
    Version: "2015-12-01",
    "Names.member.1": "none",
  });
  const unknownImage = await ec2({ Action: "DescribeImages", "ImageId.1": "ami-0123456789abcdef0" });

  return {
    account: between(identity.body, "Account"),
    tags: [{ Key: between(described.body, "key"), Value: unescape(between(described.body, "value")) }],
    failedEntries: JSON.parse(put.body).FailedEntryCount,
    parameterIsTheImage: JSON.parse(parameter.body).Parameter.Value === image,
    groupSizes: [Number(between(found.body, "MinSize")), Number(between(found.body, "MaxSize"))],
    groupInstances: found.body.includes("<Instances/>") ? [] : "not an empty list",
    groupTagPropagates: between(found.body, "PropagateAtLaunch") === "true",
    secondGroup: between((await groups(group)).body, "Code"),
    unknownTargetGroup: between(targetGroups.body, "Code"),
    unknownParameter: errorType((await json("ssm", "AmazonSSM.GetParameter", { Name: "/none" })).body),
    unknownImage: between(unknownImage.body, "Code"),
    notSimulated: errorType((await json("events", "AWSEvents.ListRules", {})).body),
  };
}

function between(xml: string, tag: string): string {
  const text = new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1];
  if (text === undefined) throw new Error(`No <${tag}> in ${xml}`);
  return text;
}

const unescape = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const errorType = (body: string): string => JSON.parse(body).__type.split("#").at(-1);
