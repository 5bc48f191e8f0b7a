import { DescribeImagesCommand, DescribeLaunchTemplatesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { mockClient } from "aws-sdk-client-mock";
import { expect, test } from "vitest";
import { defaultVersions, readTemplate } from "../../../src/aws/ec2/launch-templates.ts";
import { templatesOnce } from "../../../src/aws/ec2/templates-once.ts";

test("a template that two ask for is read once, another one and all else each time", async () => {
  // The client and not its class: other tests share the process.
  const real = new EC2Client({});
  const ec2 = mockClient(real);
  ec2
    .on(DescribeLaunchTemplatesCommand)
    .callsFake(({ LaunchTemplateIds: [id] }: { LaunchTemplateIds: string[] }) => ({
      LaunchTemplates: [{ LaunchTemplateId: id, DefaultVersionNumber: 7, LatestVersionNumber: 9 }],
    }));
  ec2.on(DescribeImagesCommand).resolves({ Images: [] });
  const client = templatesOnce(real);

  expect(await defaultVersions(client, ["lt-web"])).toEqual(new Map([["lt-web", 7]]));
  expect(await readTemplate(client, "lt-web")).toMatchObject({ defaultVersion: 7, latestVersion: 9 });
  expect(ec2.commandCalls(DescribeLaunchTemplatesCommand)).toHaveLength(1);

  await readTemplate(client, "lt-api");
  expect(ec2.commandCalls(DescribeLaunchTemplatesCommand)).toHaveLength(2);

  for (const _time of [1, 2]) await client.send(new DescribeImagesCommand({ ImageIds: ["ami-1"] }));
  expect(ec2.commandCalls(DescribeImagesCommand)).toHaveLength(2);
});
