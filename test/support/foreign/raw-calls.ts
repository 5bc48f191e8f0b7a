import { between, ec2, type RawClient, rawClient } from "./raw-client.ts";
import { documentCalls } from "./raw-document-calls.ts";
import { serverCalls } from "./raw-server-calls.ts";

/** The calls of boto3_calls.py, by a client written by hand; answers what that script prints. */
export async function rawCalls(url: string): Promise<object> {
  const client = rawClient(url);
  const registered = await ec2(client, { Action: "RegisterImage", Name: "web", RootDeviceName: "/dev/xvda" });
  const image = between(registered.body, "imageId");
  const identity = await client.form("sts", { Action: "GetCallerIdentity", Version: "2011-06-15" });
  return {
    account: between(identity.body, "Account"),
    ...(await imageCalls(client, image)),
    ...(await groupCalls(client, image)),
    ...(await jsonCalls(client, image)),
    ...(await serverCalls(client, image)),
    ...(await documentCalls(client, image)),
    alarm: await alarmCalls(client),
    metrics: await metricCalls(client),
  };
}

async function imageCalls(client: RawClient, image: string): Promise<object> {
  const tag = { "Tag.1.Key": "fleet", "Tag.1.Value": "a & <b>" };
  await ec2(client, { Action: "CreateTags", "ResourceId.1": image, ...tag });
  const described = await ec2(client, { Action: "DescribeImages", "ImageId.1": image });
  const unknown = await ec2(client, { Action: "DescribeImages", "ImageId.1": "ami-0123456789abcdef0" });
  return {
    tags: [{ Key: between(described.body, "key"), Value: unescape(between(described.body, "value")) }],
    unknownImage: between(unknown.body, "Code"),
  };
}

async function groupCalls(client: RawClient, image: string): Promise<object> {
  const template = await ec2(client, {
    Action: "CreateLaunchTemplate",
    LaunchTemplateName: "web",
    "LaunchTemplateData.ImageId": image,
    "LaunchTemplateData.InstanceType": "t3.micro",
  });
  const { form } = client;
  const groups = (fields: Record<string, string>) =>
    form("autoscaling", { Version: "2011-01-01", ...fields });
  const group = newGroup(between(template.body, "launchTemplateId"));
  await groups(group);
  const names = { "AutoScalingGroupNames.member.1": "web-g0001" };
  const found = await groups({ Action: "DescribeAutoScalingGroups", ...names });
  const none = { Action: "DescribeTargetGroups", Version: "2015-12-01", "Names.member.1": "none" };
  return {
    groupSizes: [Number(between(found.body, "MinSize")), Number(between(found.body, "MaxSize"))],
    groupInstances: found.body.includes("<Instances/>") ? [] : "not an empty list",
    groupTagPropagates: between(found.body, "PropagateAtLaunch") === "true",
    secondGroup: between((await groups(group)).body, "Code"),
    unknownTargetGroup: between((await form("elasticloadbalancing", none)).body, "Code"),
  };
}

const newGroup = (templateId: string) => ({
  Action: "CreateAutoScalingGroup",
  AutoScalingGroupName: "web-g0001",
  MinSize: "0",
  MaxSize: "3",
  VPCZoneIdentifier: "subnet-a,subnet-b",
  "LaunchTemplate.LaunchTemplateId": templateId,
  "LaunchTemplate.Version": "1",
  "Tags.member.1.Key": "fleet",
  "Tags.member.1.Value": "web",
  "Tags.member.1.PropagateAtLaunch": "true",
});

async function jsonCalls({ json }: RawClient, image: string): Promise<object> {
  const put = await json("events", "AWSEvents.PutEvents", {
    Entries: [
      { Source: "foreign", DetailType: "Test", Detail: '{"n": 1}' },
      { Source: "aws.ec2", DetailType: "Test", Detail: "{}" },
    ],
  });
  await json("ssm", "AmazonSSM.PutParameter", { Name: "/images/web", Value: image, Type: "String" });
  const parameter = await json("ssm", "AmazonSSM.GetParameter", { Name: "/images/web" });
  return {
    failedEntries: JSON.parse(put.body).FailedEntryCount,
    parameterIsTheImage: JSON.parse(parameter.body).Parameter.Value === image,
    unknownParameter: errorType((await json("ssm", "AmazonSSM.GetParameter", { Name: "/none" })).body),
    notSimulated: errorType((await json("events", "AWSEvents.ListRules", {})).body),
  };
}

// CloudWatch is written to as its clients of other years do, in awsQuery, and read as those of today do, in awsJson.
async function alarmCalls({ form, json }: RawClient): Promise<unknown[]> {
  await form("monitoring", {
    Action: "PutMetricAlarm",
    Version: "2010-08-01",
    AlarmName: "web-5xx",
    Namespace: "AWS/ApplicationELB",
    MetricName: "HTTPCode_Target_5XX_Count",
    Statistic: "Sum",
    Period: "60",
    EvaluationPeriods: "1",
    Threshold: "0.5",
    ComparisonOperator: "GreaterThanThreshold",
  });
  const alarms = await json("monitoring", "GraniteServiceVersion20100801.DescribeAlarms", {});
  const [alarm] = JSON.parse(alarms.body).MetricAlarms;
  return [alarm.StateValue, alarm.Threshold];
}

async function metricCalls({ json }: RawClient): Promise<unknown[]> {
  const at = 1_795_000_020;
  const MetricData = [{ MetricName: "Depth", Values: [1, 10], Counts: [2, 1], Timestamp: at }];
  await json("monitoring", "GraniteServiceVersion20100801.PutMetricData", { Namespace: "Shop", MetricData });
  const query = (Id: string, Namespace: string, MetricName: string, Stat: string) => ({
    Id,
    MetricStat: { Metric: { Namespace, MetricName }, Period: 60, Stat },
  });
  const answer = await json("monitoring", "GraniteServiceVersion20100801.GetMetricData", {
    StartTime: at,
    EndTime: at + 300,
    MetricDataQueries: [
      query("depth", "Shop", "Depth", "Sum"),
      query("slow", "AWS/ApplicationELB", "TargetResponseTime", "p99"),
    ],
  });
  const { MetricDataResults } = JSON.parse(answer.body) as {
    MetricDataResults: { Id: string; Values: number[]; StatusCode: string }[];
  };
  return MetricDataResults.map(({ Id, Values, StatusCode }) => [Id, Values, StatusCode]);
}

const unescape = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const errorType = (body: string): string => JSON.parse(body).__type.split("#").at(-1);
