import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { newTemplateVersion } from "../support/scenarios/template-version.ts";

const DATA = { DeviceName: "/dev/sdf", Ebs: { SnapshotId: "snap-0reference", VolumeSize: 40 } };

/** The servers of a generation with what their second volume came from. */
const snapshots = (web: Web, group: string) =>
  [...web.simulator.world.state.instances.values()]
    .filter(({ state, tags }) => state === "running" && tags.some(({ value }) => value === group))
    .map(({ dataVolumes }) => dataVolumes.map(({ snapshotId }) => snapshotId));

scenario(
  "volumes that come from a snapshot come from it in the next generation, and in the one after it",
  { template: { BlockDeviceMappings: [DATA] } },
  async (web) => {
    expect(snapshots(web, "web")).toEqual(Array(4).fill(["snap-0reference"]));
    for (const group of ["web-g0002", "web-g0003"]) {
      await web.publish();
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
      expect(snapshots(web, group)).toEqual(Array(4).fill(["snap-0reference"]));
    }
  },
);

scenario(
  "the snapshot that the old image boots from does not come along",
  { leaves: { versions: [2] } },
  async (web) => {
    // As a template has it that somebody made of a server.
    const root = { DeviceName: "/dev/xvda", Ebs: { SnapshotId: web.account.image.replace("ami-", "snap-") } };
    await newTemplateVersion(web, { BlockDeviceMappings: [root, DATA] });
    await web.publish();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", templateVersion: 2 });
    expect(snapshots(web, "web-g0002")).toEqual(Array(4).fill(["snap-0reference"]));
  },
);
