import { between, ec2, type RawClient } from "./raw-client.ts";

/** Launches servers, changes one of them and reads them all in pages. */
export async function serverCalls(client: RawClient, image: string): Promise<object> {
  const launched = await ec2(client, {
    Action: "RunInstances",
    ImageId: image,
    InstanceType: "t3.micro",
    MinCount: "7",
    MaxCount: "7",
    KeyName: "ops",
    "IamInstanceProfile.Name": "web",
    "MetadataOptions.HttpTokens": "required",
    "TagSpecification.1.ResourceType": "instance",
    "TagSpecification.1.Tag.1.Key": "fleet",
    "TagSpecification.1.Tag.1.Value": "web",
  });
  const id = between(launched.body, "instanceId");
  const modify = { Action: "ModifyInstanceAttribute", InstanceId: id };
  await ec2(client, { ...modify, "GroupId.1": "sg-web" });
  const typed = await ec2(client, { ...modify, "InstanceType.Value": "t3.small" });
  const monitored = await ec2(client, { Action: "MonitorInstances", "InstanceId.1": id });
  const foreign = await ec2(client, { Action: "DescribeInstances", MaxResults: "5", NextToken: "foreign" });
  return {
    serversSeen: await countByTag(client),
    server: await shown(client, id, between(monitored.body, "state")),
    typeOfRunning: between(typed.body, "Code"),
    foreignToken: between(foreign.body, "Code"),
  };
}

async function countByTag(client: RawClient): Promise<number> {
  const filter = { "Filter.1.Name": "tag:fleet", "Filter.1.Value.1": "web", MaxResults: "5" };
  let count = 0;
  for (let token = ""; ; ) {
    const asked = { Action: "DescribeInstances", ...filter, ...(token !== "" && { NextToken: token }) };
    const { body } = await ec2(client, asked);
    count += body.match(/<instanceId>/g)?.length ?? 0;
    token = /<nextToken>([^<]*)</.exec(body)?.[1] ?? "";
    if (token === "") return count;
  }
}

async function shown(client: RawClient, id: string, monitoring: string): Promise<object> {
  const { body } = await ec2(client, { Action: "DescribeInstances", "InstanceId.1": id });
  const card = /<networkInterfaceSet>.*?<\/networkInterfaceSet>/s.exec(body)?.[0] ?? "";
  return {
    key: between(body, "keyName"),
    profile: between(body, "arn"),
    tokens: between(body, "httpTokens"),
    group: between(card, "groupId"),
    device: Number(between(card, "deviceIndex")),
    monitoring,
  };
}
