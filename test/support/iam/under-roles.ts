import type { RequestLaunchTemplateData } from "@aws-sdk/client-ec2";
import { functionRoles } from "../../../rehearsal/function-roles.ts";
import { everywhere } from "../scenarios/everywhere.ts";

/** A template that names all that a launch may need permission for. */
const everything: RequestLaunchTemplateData = {
  KeyName: "ops",
  IamInstanceProfile: { Name: "web-server" },
  Placement: { GroupName: "web-spread" },
  CapacityReservationSpecification: {
    CapacityReservationTarget: { CapacityReservationId: "cr-0123456789abcdef0" },
  },
  BlockDeviceMappings: [{ DeviceName: "/dev/xvdb", Ebs: { SnapshotId: "snap-0123456789abcdef0" } }],
  TagSpecifications: (["instance", "volume", "network-interface", "spot-instances-request"] as const).map(
    (ResourceType) => ({ ResourceType, Tags: [{ Key: "cost-center", Value: "shop" }] }),
  ),
};

/**
 * From here on every scenario of this process runs with each function under the role that its function.yml declares,
 * in an account that is tagged as docs/security.md asks. Import it before any file of scenarios.
 */
export const roles = await functionRoles();
// Around the wire: the scenarios go over it where they stand, and permissions are asked for behind it.
everywhere.rehearsal = { roles, authorize: roles.iam.authorize, direct: true };
everywhere.account = { tagged: true, template: everything };
