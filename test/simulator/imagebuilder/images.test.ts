import {
  GetImageCommand,
  ImagebuilderClient,
  ListImagePipelineImagesCommand,
} from "@aws-sdk/client-imagebuilder";
import { expect, test } from "vitest";
import { publishBuild } from "../../../simulator/services/imagebuilder/builds.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";
import { eventsOf } from "../../support/simulator/ec2/furnished.ts";

const ARN = "arn:aws:imagebuilder:us-east-1:123456789012:image/web-golden/1.0.0/1";

bothWays("an Image Builder build", (connect) => {
  test("is told on the bus without its images; GetImage has them", async () => {
    const { simulator, clientOptions, run } = await connect();
    const events = eventsOf(simulator.world);
    publishBuild(simulator.world, { arn: ARN, amis: [{ image: "ami-0abcdef1234567890" }] });
    expect(events).toMatchObject([
      {
        "detail-type": "EC2 Image Builder Image State Change",
        source: "aws.imagebuilder",
        resources: [ARN],
        detail: { "previous-state": { status: "INTEGRATING" }, state: { status: "AVAILABLE" } },
      },
    ]);
    const client = new ImagebuilderClient(clientOptions);
    const { image } = await run(client.send(new GetImageCommand({ imageBuildVersionArn: ARN })));
    expect(image?.state?.status).toBe("AVAILABLE");
    expect(image?.outputResources?.amis).toMatchObject([
      { region: "us-east-1", image: "ami-0abcdef1234567890", accountId: "123456789012" },
    ]);
  });

  test("that does not exist is ResourceNotFoundException", async () => {
    const { clientOptions, run } = await connect();
    const client = new ImagebuilderClient(clientOptions);
    await expect(run(client.send(new GetImageCommand({ imageBuildVersionArn: ARN })))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  test("by name gets the next number, and its pipeline lists the newest first", async () => {
    const { simulator, clientOptions, run } = await connect();
    const pipelineArn = "arn:aws:imagebuilder:us-east-1:123456789012:image-pipeline/web";
    const build = { name: "Web Golden", pipelineArn };
    publishBuild(simulator.world, { ...build, amis: [{ image: "ami-1" }] });
    publishBuild(simulator.world, { ...build, amis: [{ image: "ami-2" }] });
    const client = new ImagebuilderClient(clientOptions);
    const answer = await run(
      client.send(new ListImagePipelineImagesCommand({ imagePipelineArn: pipelineArn })),
    );
    expect(answer.imageSummaryList?.map(({ arn }) => arn)).toEqual([ARN.replace(/1$/, "2"), ARN]);
  });
});
