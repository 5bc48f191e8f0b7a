import { describe, expect, test } from "vitest";
import { driftKinds } from "../../../src/domain/drift/drift-kinds.ts";
import type { Generation } from "../../../src/domain/generation.ts";
import { AccessDenied, NotFound, Throttled } from "../../../src/errors/errors.ts";
import { dropTemplateVersion } from "../../../src/rollout/green/drop-template-version.ts";
import { pinTemplate, unpinTemplate } from "../../../src/rollout/green/pin-template.ts";
import { A, B, fakeWork, LISTENER } from "../../support/rollout/fake-work.ts";

const NOW = 1_000_000;
const groupOf = ({ group }: Generation) => ({
  VPCZoneIdentifier: "subnet-a,subnet-b",
  Tags: [{ Key: "Name", Value: group, PropagateAtLaunch: true }],
});
const DESCRIPTION = "web generation 7: ami-0bbb (web-1)";
const data = { InstanceType: "t3.small", KeyName: "deploy" };
const pinnable = (source: object, answered: object) => ({
  DescribeLaunchTemplateVersions: () => ({
    LaunchTemplateVersions: [{ VersionNumber: 3, LaunchTemplateData: source }],
  }),
  CreateLaunchTemplateVersion: () => ({
    LaunchTemplateVersion: { VersionNumber: 9, LaunchTemplateData: answered },
  }),
});
const made = pinnable({ ...data, ImageId: "ami-0aaa" }, { ...data, ImageId: "ami-0bbb" });
const pin = async (work: Parameters<typeof pinTemplate>[0]): Promise<Generation> => {
  const pinned = await pinTemplate(work, groupOf);
  if (typeof pinned === "string") throw new Error(pinned);
  return pinned;
};
const versions = (...found: [number, string][]) => ({
  DescribeLaunchTemplateVersions: () => ({
    LaunchTemplateVersions: found.map(([VersionNumber, VersionDescription]) => ({
      VersionNumber,
      VersionDescription,
    })),
  }),
});

describe("pinning", () => {
  test("makes one version from the declared one, and writes green down", async () => {
    const { work, sent, reasons } = fakeWork({ answers: made, record: { templateVersion: 3 } });
    expect(await pinTemplate(work, groupOf)).toEqual({
      fleet: "web",
      number: 7,
      group: "web-g0007",
      template: { id: "lt-0abc", version: 9, baseVersion: 3, ownedByMoult: true },
      image: "ami-0bbb",
      targetGroup: B,
      trafficPlace: { arn: LISTENER, targetGroups: [A, B] },
      state: "launching",
      reason: expect.stringContaining("web-1"),
      createdAt: NOW,
      healthySeconds: null,
      expectations: expect.any(Object),
    });
    expect(work.run().milestones).toEqual({ pinning: NOW });
    expect(reasons).toEqual([[expect.stringMatching(/ami-0bbb .* 7$/), { baseVersion: 3 }]]);
    expect(sent).toMatchObject([
      {
        name: "DescribeLaunchTemplateVersions",
        input: { LaunchTemplateId: "lt-0abc", Versions: ["3"] },
      },
      {
        name: "CreateLaunchTemplateVersion",
        input: {
          LaunchTemplateId: "lt-0abc",
          SourceVersion: "3",
          VersionDescription: DESCRIPTION,
          LaunchTemplateData: { ImageId: "ami-0bbb" },
          ClientToken: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      },
    ]);
  });

  test("lays down what is expected of the servers, by the new version and by the group that is to be made", async () => {
    const { work } = fakeWork({ answers: made });
    const { expectations } = await pin(work);
    const expected = Object.entries(expectations ?? {}).map(([kind, pinned]) => [kind, pinned.expected]);
    expect(Object.fromEntries(expected)).toMatchObject({
      "template-version": "9",
      image: "ami-0bbb",
      "instance-type": ["t3.small"],
      "key-pair": "deploy",
      subnet: ["subnet-a", "subnet-b"],
      tags: { Name: "web-g0007" },
    });
    expect(Object.keys(expectations ?? {})).toEqual(driftKinds);
  });

  test("the token is the rollout's, so that it is made once", async () => {
    const token = async (id: string) => {
      const { work, sent } = fakeWork({ answers: made, record: { id } });
      await pinTemplate(work, groupOf);
      return sent[1]?.input["ClientToken"];
    };
    expect(await token("web-1")).toBe(await token("web-1"));
    expect(await token("web-1")).not.toBe(await token("web-2"));
  });

  test("a first generation takes the first target group", async () => {
    const { work } = fakeWork({ answers: made, blue: null });
    expect((await pin(work)).targetGroup).toBe(A);
  });
});

describe("volumes that come from a snapshot", () => {
  const root = { DeviceName: "/dev/xvda", Ebs: { SnapshotId: "snap-0old", VolumeSize: 20 } };
  const reference = { DeviceName: "/dev/sdf", Ebs: { SnapshotId: "snap-0ref" } };
  const emptyRoot = { DeviceName: "/dev/xvda", Ebs: { VolumeSize: 20 } };
  const source = { ...data, ImageId: "ami-0aaa", BlockDeviceMappings: [root, reference] };
  const given = [emptyRoot, reference];
  const images = { DescribeImages: () => ({ Images: [{ RootDeviceName: "/dev/xvda" }] }) };

  test("are given again, but for the one that the image boots from", async () => {
    const answered = { ...data, ImageId: "ami-0bbb", BlockDeviceMappings: given };
    const { work, sent } = fakeWork({ answers: { ...pinnable(source, answered), ...images } });
    expect((await pin(work)).template.version).toBe(9);
    const names = sent.map(({ name }) => name);
    expect(names).toEqual([
      "DescribeLaunchTemplateVersions",
      "DescribeImages",
      "CreateLaunchTemplateVersion",
    ]);
    expect(sent[1]?.input).toMatchObject({ ImageIds: ["ami-0bbb"] });
    expect(sent[2]?.input["LaunchTemplateData"]).toEqual({ ImageId: "ami-0bbb", BlockDeviceMappings: given });
  });

  test("that are lost all the same keep green from being made, by name", async () => {
    const BlockDeviceMappings = [emptyRoot, { DeviceName: "/dev/sdf", Ebs: {} }];
    const answered = { ...data, ImageId: "ami-0bbb", BlockDeviceMappings };
    const { work } = fakeWork({ answers: { ...pinnable(source, answered), ...images } });
    expect(await pinTemplate(work, groupOf)).toMatch(/version 9 of lt-0abc .* in BlockDeviceMappings: /);
    expect(work.run().milestones).toEqual({ pinning: NOW });
  });

  test("cost no call where there are none", async () => {
    const { work, sent } = fakeWork({ answers: made });
    await pin(work);
    expect(sent.map(({ name }) => name)).not.toContain("DescribeImages");
  });
});

describe("unpinning", () => {
  const pinned = (seconds: number) => ({
    milestones: { pinning: 1 },
    templateVersion: 3,
    phaseStartedAt: NOW - seconds * 1000,
  });
  const names = (sent: readonly { readonly name: string }[]): string[] => sent.map(({ name }) => name);

  test("is nothing where nothing was pinned", async () => {
    const { work, sent } = fakeWork();
    expect([await unpinTemplate(work), sent]).toEqual([null, []]);
  });

  test("deletes the version that has the rollout's description, and no other", async () => {
    const answers = versions([4, "somebody's"], [5, DESCRIPTION]);
    const { work, sent, reasons } = fakeWork({ answers, record: pinned(30) });
    expect(await unpinTemplate(work)).toBeNull();
    expect(sent.at(-1)).toMatchObject({
      name: "DeleteLaunchTemplateVersions",
      input: { LaunchTemplateId: "lt-0abc", Versions: ["5"] },
    });
    expect(reasons).toEqual([[expect.stringMatching(/generation 7 /)]]);
  });

  test("looks again after it deleted one: a try that was overtaken may still make another", async () => {
    const { work, sent } = fakeWork({ answers: versions([5, DESCRIPTION]), record: pinned(0) });
    expect(await unpinTemplate(work)).toMatchObject({ verdict: "wait", waitSeconds: 10 });
    expect(names(sent)).toContain("DeleteLaunchTemplateVersions");
  });

  test("looks for half a minute for one that may not be seen yet", async () => {
    const look = async (seconds: number) => {
      const { work, sent } = fakeWork({ answers: versions(), record: pinned(seconds) });
      const answer = await unpinTemplate(work);
      expect(names(sent)).not.toContain("DeleteLaunchTemplateVersions");
      return answer;
    };
    expect(await look(29)).toMatchObject({ verdict: "wait", waitSeconds: 10 });
    expect(await look(30)).toBeNull();
  });
});

describe("dropping a version", () => {
  const drop = (error: Error, found: object) =>
    fakeWork({
      answers: {
        DeleteLaunchTemplateVersions: () => {
          throw error;
        },
        ...found,
      },
    });
  const VERSION = { id: "lt-1", version: 4 };

  test("that is denied is fine where it is gone, and is not where it is there", async () => {
    await dropTemplateVersion(VERSION, drop(new AccessDenied("no"), versions()).work);
    const gone = {
      DescribeLaunchTemplateVersions: () => {
        throw new NotFound("gone");
      },
    };
    await dropTemplateVersion(VERSION, drop(new AccessDenied("no"), gone).work);
    const there = drop(new AccessDenied("no"), versions([4, "ours"]));
    await expect(dropTemplateVersion(VERSION, there.work)).rejects.toBeInstanceOf(AccessDenied);
  });

  test("that fails otherwise fails", async () => {
    const { work, sent } = drop(new Throttled("slow"), versions());
    await expect(dropTemplateVersion(VERSION, work)).rejects.toBeInstanceOf(Throttled);
    expect(sent).toHaveLength(1);
  });
});
