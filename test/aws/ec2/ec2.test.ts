import {
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateVersionsCommand,
  DescribeImagesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { beforeEach, describe, expect, it } from "vitest";
import {
  createTemplateVersion,
  defaultVersions,
  deleteTemplateVersion,
  describeImages,
  ec2Client,
  isOwnImage,
  newestImageByTags,
  readTemplate,
  readTemplateVersion,
} from "../../../src/aws/ec2/ec2.ts";
import { mockAws } from "../../support/aws/mock-aws.ts";

const client = ec2Client({ region: "us-east-1" });
const aws = mockAws(EC2Client);
beforeEach(() => aws.reset());

const inputs = () => aws.calls().map(({ args: [command] }) => command.input as object);
const awsError = (name: string, message: string): Error =>
  Object.assign(new Error(message), { name, $fault: "client", $metadata: { httpStatusCode: 400 } });

describe("images", () => {
  it("answers those that exist, disabled and deprecated ones included", async () => {
    aws
      .on(DescribeImagesCommand)
      .rejectsOnce(awsError("InvalidAMIID.NotFound", "The image id '[ami-gone]' does not exist"))
      .resolvesOnce({
        Images: [
          {
            ImageId: "ami-1",
            Architecture: "arm64",
            OwnerId: "137112412989",
            ImageOwnerAlias: "amazon",
            State: "available",
            CreationDate: "2026-10-01T10:00:00.000Z",
            DeprecationTime: "2027-10-01T10:00:00.000Z",
            Tags: [{ Key: "team", Value: "web" }],
          },
        ],
      });
    expect(await describeImages(client, ["ami-1", "ami-gone"])).toEqual(
      new Map([
        [
          "ami-1",
          {
            id: "ami-1",
            architecture: "arm64",
            state: "available",
            createdAt: Date.UTC(2026, 9, 1, 10),
            deprecatedFrom: Date.UTC(2027, 9, 1, 10),
            owner: "137112412989",
            ownerAlias: "amazon",
            tags: { team: "web" },
          },
        ],
      ]),
    );
    expect(inputs()[1]).toEqual({ ImageIds: ["ami-1"], IncludeDeprecated: true, IncludeDisabled: true });
  });

  it("asks for 200 at once, one part after the other", async () => {
    aws.on(DescribeImagesCommand).callsFake(({ ImageIds }: { ImageIds: string[] }) => ({
      Images: ImageIds.map((ImageId) => ({ ImageId })),
    }));
    const ids = Array.from({ length: 401 }, (_, index) => `ami-${index}`);
    expect([...(await describeImages(client, ids)).keys()]).toEqual(ids);
    expect(inputs().map((input) => (input as { ImageIds: string[] }).ImageIds.length)).toEqual([200, 200, 1]);
  });

  it("lets AWS say whose an image is", async () => {
    aws
      .on(DescribeImagesCommand)
      .resolvesOnce({ Images: [{ ImageId: "ami-1" }] })
      .resolvesOnce({ Images: [] })
      .rejectsOnce(awsError("InvalidAMIID.NotFound", "The image id '[ami-3]' does not exist"));
    expect(await isOwnImage(client, "ami-1")).toBe(true);
    expect(await isOwnImage(client, "ami-2")).toBe(false);
    expect(await isOwnImage(client, "ami-3")).toBe(false);
    expect(inputs()[0]).toMatchObject({ ImageIds: ["ami-1"], Owners: ["self"], IncludeDisabled: true });
  });

  it("finds the newest by tags over all pages, the higher id on a tie", async () => {
    const image = (ImageId: string, day: number) => ({ ImageId, CreationDate: `2026-10-0${day}T00:00:00Z` });
    aws
      .on(DescribeImagesCommand)
      .resolvesOnce({ Images: [image("ami-1", 1), image("ami-2", 3)], NextToken: "more" })
      .resolvesOnce({ Images: [image("ami-3", 3), image("ami-4", 2)] });
    expect(
      (await newestImageByTags(client, { tags: { team: "web" }, owners: ["self", "210987654321"] }))?.id,
    ).toBe("ami-3");
    expect(inputs()[0]).toMatchObject({
      Owners: ["self", "210987654321"],
      IncludeDeprecated: true,
      Filters: [
        { Name: "tag:team", Values: ["web"] },
        { Name: "state", Values: ["available"] },
      ],
    });
    aws.on(DescribeImagesCommand).resolves({ Images: [] });
    expect(await newestImageByTags(client, { tags: { team: "nobody" }, owners: ["self"] })).toBeUndefined();
  });
});

describe("launch templates", () => {
  it("reads a template and a version of it", async () => {
    aws.on(DescribeLaunchTemplatesCommand).resolves({
      LaunchTemplates: [
        {
          LaunchTemplateName: "web",
          DefaultVersionNumber: 2,
          LatestVersionNumber: 9,
          Tags: [{ Key: "team", Value: "shop" }],
        },
      ],
    });
    aws.on(DescribeLaunchTemplateVersionsCommand).resolves({
      LaunchTemplateVersions: [{ LaunchTemplateData: { ImageId: "ami-1", InstanceType: "m7i.large" } }],
    });
    expect(await readTemplate(client, "lt-1")).toEqual({
      id: "lt-1",
      name: "web",
      defaultVersion: 2,
      latestVersion: 9,
      tags: { team: "shop" },
    });
    expect(await readTemplateVersion(client, "lt-1", 2)).toMatchObject({
      imageId: "ami-1",
      instanceType: "m7i.large",
    });
    expect(inputs()[1]).toEqual({ LaunchTemplateId: "lt-1", Versions: ["2"] });
  });

  it("says that a template or a version is missing", async () => {
    aws.on(DescribeLaunchTemplatesCommand).resolves({ LaunchTemplates: [] });
    aws.on(DescribeLaunchTemplateVersionsCommand).resolves({ LaunchTemplateVersions: [] });
    await expect(readTemplate(client, "lt-1")).rejects.toMatchObject({ name: "NotFound" });
    await expect(readTemplateVersion(client, "lt-1", 3)).rejects.toThrow("lt-1 has no version 3");
  });

  it("reads the default versions of those that exist, 200 at once", async () => {
    const ids = Array.from({ length: 401 }, (_, index) => `lt-${index}`);
    const gone = new Set(["lt-3", "lt-250"]);
    aws
      .on(DescribeLaunchTemplatesCommand)
      .callsFake(({ LaunchTemplateIds = [] }: { LaunchTemplateIds?: string[] }) => {
        const missing = LaunchTemplateIds.find((id) => gone.has(id));
        if (missing !== undefined)
          throw awsError("InvalidLaunchTemplateId.NotFound", `The launch template ${missing} does not exist`);
        return {
          LaunchTemplates: LaunchTemplateIds.map((LaunchTemplateId) => ({
            LaunchTemplateId,
            DefaultVersionNumber: Number(LaunchTemplateId.slice(3)) + 1,
          })),
        };
      });
    const versions = await defaultVersions(client, ids);
    const there = ids.filter((id) => !gone.has(id));
    expect(versions).toEqual(new Map(there.map((id) => [id, Number(id.slice(3)) + 1])));
    const sizes = inputs().map(
      (input) => (input as { LaunchTemplateIds: string[] }).LaunchTemplateIds.length,
    );
    expect(sizes).toEqual([200, 199, 200, 199, 1]);
  });

  it("takes a template without a default version for none, and asks nothing for none", async () => {
    expect(await defaultVersions(client, [])).toEqual(new Map());
    expect(inputs()).toEqual([]);
    aws.on(DescribeLaunchTemplatesCommand).resolves({ LaunchTemplates: [{ LaunchTemplateId: "lt-1" }] });
    expect(await defaultVersions(client, ["lt-1"])).toEqual(new Map());
    aws.on(DescribeLaunchTemplatesCommand).rejects(awsError("UnauthorizedOperation", "no"));
    await expect(defaultVersions(client, ["lt-1"])).rejects.toThrow("no");
  });

  it("makes a version that differs in its image only, under a token", async () => {
    aws.on(CreateLaunchTemplateVersionCommand).resolves({
      LaunchTemplateVersion: {
        VersionNumber: 10,
        LaunchTemplateData: { ImageId: "ami-2", KeyName: "deploy" },
      },
    });
    const order = {
      template: "lt-1",
      sourceVersion: 2,
      image: "ami-2",
      description: "why",
      token: "r-1",
      devices: undefined,
    };
    const data = { ImageId: "ami-2", KeyName: "deploy" };
    expect(await createTemplateVersion(client, order)).toEqual({ version: 10, data });
    expect(inputs()).toEqual([
      {
        LaunchTemplateId: "lt-1",
        SourceVersion: "2",
        VersionDescription: "why",
        LaunchTemplateData: { ImageId: "ami-2" },
        ClientToken: "r-1",
      },
    ]);
  });

  it("takes a version that is gone for deleted, and no other failure", async () => {
    const failure = (Code: "launchTemplateVersionDoesNotExist" | "unexpectedError") => ({
      UnsuccessfullyDeletedLaunchTemplateVersions: [{ ResponseError: { Code, Message: "oh" } }],
    });
    aws
      .on(DeleteLaunchTemplateVersionsCommand)
      .resolvesOnce({})
      .resolvesOnce(failure("launchTemplateVersionDoesNotExist"))
      .rejectsOnce(awsError("InvalidLaunchTemplateId.NotFound", "gone"))
      .resolvesOnce(failure("unexpectedError"));
    await deleteTemplateVersion(client, "lt-1", 10);
    await deleteTemplateVersion(client, "lt-1", 10);
    await deleteTemplateVersion(client, "lt-1", 10);
    await expect(deleteTemplateVersion(client, "lt-1", 10)).rejects.toThrow(
      /version 10 of lt-1.*unexpectedError/,
    );
  });
});
