import { describe, expect, test } from "vitest";
import { examineGroup } from "../../src/adoption/group-faults.ts";
import type { Group } from "../../src/aws/auto-scaling/auto-scaling.ts";
import { NotFound } from "../../src/errors/errors.ts";
import { blue } from "../support/domain/blue-group.ts";
import { A, ALB, B, BLUE, fakeWork, groupOf, ONE } from "../support/rollout/fake-work.ts";

const TEMPLATE = { id: "lt-0abc", version: "12" };
const server = (id: string, change: object = {}) => ({
  id,
  lifecycleState: "InService",
  templateVersion: "12",
  protectedFromScaleIn: false,
  ...change,
});
const ANSWERS = {
  DescribeLaunchTemplateVersions: () => ({
    LaunchTemplateVersions: [{ VersionNumber: 12, LaunchTemplateData: { ImageId: "ami-1" } }],
  }),
  DescribeImages: () => ({ Images: [{ ImageId: "ami-1", State: "available" }] }),
};
interface Change extends Partial<Omit<Group, "instances">> {
  readonly servers?: readonly object[];
}

const examine = async (change: Change = {}, answers: object = {}, traffic = ALB) => {
  const { servers = [server("i-1")], ...group } = change;
  const { work, sent } = fakeWork({ traffic, answers: { ...ANSWERS, ...answers } });
  const instances = servers as Group["instances"];
  const wanted = groupOf(BLUE, [], {
    template: TEMPLATE,
    targetGroups: [A],
    raw: { ...blue, LaunchTemplate: { LaunchTemplateId: "lt-0abc", Version: "12" } },
    instances,
    tags: {},
    ...group,
  });
  const { faults, runs } = await examineGroup(work.fleet, wanted, work.context as never);
  return { faults: faults.map(({ place, why }) => `${place}: ${why}`), runs, sent };
};
const images = (found: Readonly<Record<string, string>>) => ({
  DescribeInstances: () => ({
    Reservations: [
      { Instances: Object.entries(found).map(([InstanceId, ImageId]) => ({ InstanceId, ImageId })) },
    ],
  }),
});

test("a group that is one thing tells what it runs", async () => {
  expect(await examine()).toMatchObject({ faults: [], runs: { version: 12, image: "ami-1" } });
});

describe("what it launches", () => {
  test.each<[string, Change]>([
    ["no template", { template: null }],
    ["a version by name", { template: { ...TEMPLATE, version: "$Latest" } }],
    ["a version that only ends in a digit", { template: { ...TEMPLATE, version: "v1" } }],
    ["a version that only begins with one", { template: { ...TEMPLATE, version: "1v" } }],
  ])("%s is not looked at: the copy says so itself", async (_what, change) => {
    const { runs, sent } = await examine(change);
    expect(runs).toBeNull();
    expect(sent.map(({ name }) => name)).not.toContain("DescribeLaunchTemplateVersions");
  });

  const versions = (...LaunchTemplateVersions: object[]) => ({
    DescribeLaunchTemplateVersions: () => ({ LaunchTemplateVersions }),
  });
  test.each<[string, Change, object, RegExp]>([
    ["another template", { template: { ...TEMPLATE, id: "lt-9" } }, {}, /^template: .* lt-9, .* lt-0abc:/],
    ["a version that is gone", {}, versions(), /^group web-g0006: version 12 of its template lt-0abc /],
    [
      "a version without image",
      {},
      versions({ LaunchTemplateData: {} }),
      /^template: version 12 .* no image:/,
    ],
    [
      "an image that is no id",
      {},
      versions({ LaunchTemplateData: { ImageId: "resolve:ssm:/images/web" } }),
      /^template: version 12 .* resolve:ssm:\/images\/web:/,
    ],
  ])("%s is a fault, and nothing is known to run", async (_what, change, answers, fault) => {
    const { faults, runs } = await examine(change, answers);
    expect(faults).toEqual([expect.stringMatching(fault)]);
    expect(runs).toBeNull();
  });

  test("an image that is gone or not available is a fault", async () => {
    const gone = await examine({}, { DescribeImages: () => ({ Images: [] }) });
    expect(gone.faults).toEqual([expect.stringMatching(/^image ami-1: it does not exist/)]);
    const DescribeImages = () => ({ Images: [{ ImageId: "ami-1", State: "disabled" }] });
    const disabled = await examine({}, { DescribeImages });
    expect(disabled.faults).toEqual([expect.stringMatching(/^image ami-1: it is disabled,/)]);
    expect(disabled.runs).not.toBeNull();
  });

  test("a call that fails otherwise is not taken for an answer", async () => {
    const DescribeLaunchTemplateVersions = () => {
      throw new Error("odd");
    };
    await expect(examine({}, { DescribeLaunchTemplateVersions })).rejects.toThrow("odd");
    const missing = () => {
      throw new NotFound("gone");
    };
    expect((await examine({}, { DescribeLaunchTemplateVersions: missing })).faults).toHaveLength(1);
  });
});

describe("its servers", () => {
  test("of another version or image are named, those that go are not", async () => {
    const servers = [
      server("i-1"),
      server("i-2", { templateVersion: "11" }),
      server("i-3", { templateVersion: null }),
      server("i-4", { templateVersion: "11", lifecycleState: "Terminating:Wait" }),
      server("i-5", { templateVersion: "11", lifecycleState: "Terminated" }),
    ];
    const { faults } = await examine({ servers }, images({ "i-1": "ami-1", "i-2": "ami-0", "i-3": "ami-0" }));
    expect(faults).toEqual([
      expect.stringMatching(/^group web-g0006: .* than 12: i-2 \(11\), i-3 \(no template\);/),
      expect.stringMatching(/^group web-g0006: .* than ami-1: i-2 \(ami-0\), i-3 \(ami-0\);/),
    ]);
  });

  test("are asked for by id", async () => {
    const { sent } = await examine({
      servers: [server("i-1"), server("i-4", { lifecycleState: "Terminating" })],
    });
    expect(sent.find(({ name }) => name === "DescribeInstances")?.input).toMatchObject({
      InstanceIds: ["i-1"],
    });
  });
});

describe("its target groups", () => {
  test.each([
    [[A, `${A}9`], ALB, /TargetGroupARNs: it is in \S+a\/19,/],
    [[], ALB, /TargetGroupARNs: it is in none .*\(\S+a\/1, \S+b\/2\)/],
    [[A, B], ALB, /TargetGroupARNs: it is in both/],
    [[], ONE, /TargetGroupARNs: it is in none .*\(\S+a\/1\)/],
    [[A], { strategy: "none" as const }, /TargetGroupARNs: it is in \S+a\/1,/],
  ])("%j of %j", async (targetGroups, traffic, fault) => {
    const { faults } = await examine({ targetGroups }, {}, traffic);
    expect(faults).toEqual([expect.stringMatching(fault)]);
  });

  test("are none where servers pull", async () => {
    expect((await examine({ targetGroups: [] }, {}, { strategy: "none" })).faults).toEqual([]);
  });
});

test("one that is being deleted is told", async () => {
  expect((await examine({ deleting: true })).faults).toEqual([
    expect.stringMatching(/^group web-g0006: it is being/),
  ]);
});
