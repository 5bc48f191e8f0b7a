import { describe, expect, it } from "vitest";
import { enforceIam } from "../../simulator/iam/enforce-iam.ts";
import type { Statement } from "../../simulator/iam/statement.ts";
import { launchOne, worldWithImage } from "../support/simulator/ec2/world-with-image.ts";

const ACCOUNT = "arn:aws:ec2:us-east-1:123456789012";

/** Whether ada may make calls on a server that is tagged and has a profile. */
async function ada(...statements: Statement[]) {
  const { authorize } = await enforceIam({ ada: statements });
  const world = worldWithImage();
  const { id, profile } = launchOne(world, {
    data: { ImageId: "ami-web", InstanceType: "t3.micro", IamInstanceProfile: { Name: "web" } },
    tags: [{ key: "fleet", value: "web" }],
  });
  return {
    id,
    association: profile?.associationId,
    refused: (action: string, input: Record<string, unknown>) =>
      authorize({ caller: "ada", service: "ec2", action, input }, world)?.message,
  };
}

const allow = (Action: string[], Resource: string[], Condition?: Statement["Condition"]): Statement => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});

const onFleet = { StringEquals: { "aws:ResourceTag/fleet": ["web"] } };
const onOther = { StringEquals: { "aws:ResourceTag/fleet": ["other"] } };

describe("what a person may do to a server", () => {
  const ACTIONS = [
    "TerminateInstances",
    "StopInstances",
    "StartInstances",
    "MonitorInstances",
    "UnmonitorInstances",
    "ModifyInstanceMetadataOptions",
    "ModifyInstanceAttribute",
    "DescribeInstanceAttribute",
    "DisassociateIamInstanceProfile",
  ];

  it.each(ACTIONS)("goes by the server's tags: %s", async (action) => {
    const granted = [`ec2:${action}`];
    const yes = await ada(allow(granted, [`${ACCOUNT}:instance/*`], onFleet));
    const no = await ada(allow(granted, [`${ACCOUNT}:instance/*`], onOther));
    const input = ({ id, association }: typeof yes) => ({
      InstanceId: id,
      InstanceIds: [id],
      AssociationId: association,
    });
    expect(yes.refused(action, input(yes))).toBeUndefined();
    expect(no.refused(action, input(no))).toContain(`${ACCOUNT}:instance/${no.id}`);
  });

  it("needs the security groups, too, that it is to get", async () => {
    const { id, refused } = await ada(
      allow(["ec2:ModifyInstanceAttribute"], [`${ACCOUNT}:instance/*`, `${ACCOUNT}:security-group/sg-web`]),
    );
    const change = (group: string) => refused("ModifyInstanceAttribute", { InstanceId: id, Groups: [group] });
    expect(change("sg-web")).toBeUndefined();
    expect(change("sg-default")).toContain("security-group/sg-default");
  });

  it("goes by the attribute that is changed", async () => {
    const byName = { StringEquals: { "ec2:Attribute": ["Groups"] } };
    const { id, refused } = await ada(
      allow(["ec2:ModifyInstanceAttribute"], [`${ACCOUNT}:instance/*`], byName),
      allow(["ec2:ModifyInstanceAttribute"], [`${ACCOUNT}:security-group/*`]),
    );
    const change = (given: object) => refused("ModifyInstanceAttribute", { InstanceId: id, ...given });
    expect(change({ Groups: ["sg-web"] })).toBeUndefined();
    expect(change({ DisableApiTermination: { Value: true } })).toContain("ec2:ModifyInstanceAttribute");
  });

  it("puts another root volume in place from an image that may be used for it", async () => {
    const resources = [
      `${ACCOUNT}:instance/*`,
      `${ACCOUNT}:volume/*`,
      "arn:aws:ec2:us-east-1::image/ami-web",
    ];
    const { id, refused } = await ada(allow(["ec2:CreateReplaceRootVolumeTask"], resources));
    const replace = (ImageId: string) => refused("CreateReplaceRootVolumeTask", { InstanceId: id, ImageId });
    expect(replace("ami-web")).toBeUndefined();
    expect(replace("ami-other")).toContain("image/ami-other");
  });

  it("passes a role with a profile", async () => {
    const servers = [`${ACCOUNT}:instance/*`];
    const actions = ["ec2:AssociateIamInstanceProfile", "ec2:ReplaceIamInstanceProfileAssociation"];
    const role = "arn:aws:iam::123456789012:role/web";
    const { id, association, refused } = await ada(allow(actions, servers), allow(["iam:PassRole"], [role]));
    const give = (Name: string) => ({
      InstanceId: id,
      AssociationId: association,
      IamInstanceProfile: { Name },
    });
    for (const action of ["AssociateIamInstanceProfile", "ReplaceIamInstanceProfileAssociation"]) {
      expect(refused(action, give("web"))).toBeUndefined();
      expect(refused(action, give("admin"))).toContain("iam:PassRole");
    }
  });

  it("tags by the resource's own tags and by those it gets", async () => {
    const keys = { ...onFleet, "ForAllValues:StringEquals": { "aws:TagKeys": ["stage"] } };
    const { id, refused } = await ada(
      allow(["ec2:CreateTags", "ec2:DeleteTags"], [`${ACCOUNT}:instance/*`], keys),
    );
    for (const action of ["CreateTags", "DeleteTags"]) {
      const tag = (Key: string, ...more: string[]) =>
        refused(action, { Resources: [id, ...more], Tags: [{ Key }] });
      expect(tag("stage")).toBeUndefined();
      expect(tag("fleet")).toContain(`ec2:${action}`);
      expect(tag("stage", "ami-web")).toContain("::image/ami-web");
    }
  });
});
