import { UpdateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { CreateLaunchTemplateVersionCommand, TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import { quarantine } from "../../src/ledger/image-verdicts.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { drift, idsOf, membersOf, RECYCLED, recycleOf } from "../support/scenarios/recycled.ts";

// What admission has looked at, and somebody changes before the next batch.

/** The team has the group launch from a version of its own. */
async function launchFromAnother({ person, account }: Web): Promise<void> {
  const LaunchTemplateId = account.template;
  const made = await person.ec2.send(
    new CreateLaunchTemplateVersionCommand({
      LaunchTemplateId,
      SourceVersion: "1",
      LaunchTemplateData: { KeyName: "team" },
    }),
  );
  const Version = String(made.LaunchTemplateVersion?.VersionNumber);
  await person.autoScaling.send(
    new UpdateAutoScalingGroupCommand({
      AutoScalingGroupName: "web",
      LaunchTemplate: { LaunchTemplateId, Version },
    }),
  );
}

const setBack = ({ person, account }: Web): Promise<unknown> =>
  person.autoScaling.send(
    new UpdateAutoScalingGroupCommand({
      AutoScalingGroupName: "web",
      LaunchTemplate: { LaunchTemplateId: account.template, Version: "1" },
    }),
  );

scenario(
  "the group is set to another template version between two batches: nobody is launched from it",
  { ...RECYCLED, leaves: { versions: [2] } },
  async (web) => {
    const [first = "", second = ""] = idsOf(web);
    await drift(web, [first, second]);
    await web.until("EndServers");
    await launchFromAnother(web);
    await web.settled();
    await web.minutes(2);
    const recycle = await recycleOf(web);
    expect(recycle.failure?.reason).toMatch(/would launch from version 2 of its template/);
    expect(recycle).toMatchObject({ outcome: "rolled-back", replaced: [expect.any(String)] });
    expect(membersOf(web).map(({ launchTemplate }) => launchTemplate.version)).toEqual(["1", "1", "1", "1"]);
    await setBack(web);
  },
);

scenario(
  "the image is put into quarantine between two batches: it is not launched again",
  RECYCLED,
  async (web) => {
    const [first = "", second = ""] = idsOf(web);
    await drift(web, [first, second]);
    await web.until("EndServers");
    const verdict = { imageId: web.account.image, reach: null, fleet: "shop", rollout: "shop-1" };
    await quarantine(web.ledger, { ...verdict, reason: "it is ill", at: web.simulator.clock.now() });
    await web.settled();
    await web.minutes(2);
    expect((await recycleOf(web)).replaced).toHaveLength(1);
    const notes = (await web.entries()).filter(({ action }) => action === "stop-batches");
    expect(notes.map(({ reason }) => reason)).toEqual([expect.stringMatching(/in quarantine/)]);
    expect(idsOf(web).filter((id) => [first, second].includes(id))).toHaveLength(1);
  },
);

scenario(
  "the image is put into quarantine while a substitute boots: it never serves, and the server stays",
  RECYCLED,
  async (web) => {
    const old = idsOf(web);
    await drift(web, old.slice(0, 1));
    await web.until("LaunchSubstitutesWait" as Parameters<Web["until"]>[0]);
    const verdict = { imageId: web.account.image, reach: null, fleet: "shop", rollout: "shop-1" };
    await quarantine(web.ledger, { ...verdict, reason: "it is ill", at: web.simulator.clock.now() });
    await web.settled();
    await web.minutes(2);
    expect(await recycleOf(web)).toMatchObject({ replaced: [], failure: { error: "Quarantined" } });
    expect(idsOf(web).toSorted()).toEqual(old.toSorted());
  },
);

scenario(
  "the group is set to another version while substitutes are judged, and one is launched anew: it never serves",
  { ...RECYCLED, leaves: { versions: [2] } },
  async (web) => {
    const old = idsOf(web);
    await drift(web, old.slice(0, 1));
    await web.until("ValidateSubstitutes");
    await launchFromAnother(web);
    const fresh = idsOf(web).filter((id) => !old.includes(id));
    await web.person.ec2.send(new TerminateInstancesCommand({ InstanceIds: fresh }));
    await web.settled();
    await web.minutes(2);
    expect(await recycleOf(web)).toMatchObject({ replaced: [] });
    expect(idsOf(web).toSorted()).toEqual(old.toSorted());
    await setBack(web);
  },
);
