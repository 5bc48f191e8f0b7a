import { expect, scenario } from "../scenarios/harness.ts";
import { roles } from "./under-roles.ts";

const NETWORK = "999999999999";

// A team that shares a VPC by RAM owns its subnets, and may share security groups, placement groups and reservations.
scenario(
  "servers in subnets and security groups that another account shares are replaced",
  {},
  async (web) => {
    const { subnets, securityGroups } = web.simulator.world.state;
    for (const shared of [...subnets.values(), ...securityGroups.values()]) shared.owner = NETWORK;
    await web.publish();
    await web.settled();
    expect((await web.rollout()).outcomeReason).not.toContain("not authorized");
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    expect(roles.iam.denials.filter(({ resource }) => resource.includes(NETWORK))).toEqual([]);
  },
);
