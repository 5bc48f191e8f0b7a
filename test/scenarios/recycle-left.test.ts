import {
  EnterStandbyCommand,
  ExitStandbyCommand,
  SetInstanceProtectionCommand,
} from "@aws-sdk/client-auto-scaling";
import { scanOnce } from "../../rehearsal/rehearsal.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { drift, idsOf, keep, RECYCLED, recycleOf, recyclesOf } from "../support/scenarios/recycled.ts";

const WEB = { AutoScalingGroupName: "web" };
const protect = ({ person }: Web, id: string, ProtectedFromScaleIn: boolean) =>
  person.autoScaling.send(
    new SetInstanceProtectionCommand({ ...WEB, InstanceIds: [id], ProtectedFromScaleIn }),
  );

const LEFT = [
  {
    name: "is protected from scale-in",
    leave: (web: Web, id: string) => protect(web, id, true),
    giveBack: (web: Web, id: string) => protect(web, id, false),
    said: /protected/,
  },
  {
    name: "is kept with a reason, until the end",
    leave: (web: Web, id: string) => keep(web, id, "until=2026-11-20T14:00Z reason=heap dump"),
    giveBack: (web: Web) => web.minutes(6 * 60),
    said: /kept until 2026-11-20 14:00:00Z: heap dump/,
  },
  {
    name: "is kept without a reason, which is told as a fault",
    leave: (web: Web, id: string) => keep(web, id, "until=2026-12-24"),
    giveBack: (web: Web, id: string) => keep(web, id, "until=2020-01-01 reason=over"),
    said: /no reason/,
  },
] as const;

for (const { name, leave, giveBack, said } of LEFT) {
  scenario(
    `a server that is due and ${name} is left and named, and the other one is replaced`,
    RECYCLED,
    async (web) => {
      const [first = "", second = ""] = idsOf(web);
      await leave(web, first);
      await drift(web, [first, second]);
      await web.settled();
      await web.minutes(1);
      expect(idsOf(web)).toContain(first);
      expect(idsOf(web)).not.toContain(second);
      const recycle = await recycleOf(web);
      expect(recycle).toMatchObject({ outcome: "succeeded", replaced: [second] });
      expect(recycle.left).toMatchObject([{ server: first, reason: expect.stringMatching(said) }]);
      await giveBack(web, first);
      await web.minutes(90);
      await scanOnce(web);
      await web.settled();
      await web.minutes(1);
      expect(idsOf(web)).not.toContain(first);
      expect(await web.rollouts()).toEqual([]);
    },
  );
}

scenario(
  "a server that a person has in standby is left, and replaced when it serves again",
  { ...RECYCLED, group: { ...RECYCLED.group, MinSize: 2 } },
  async (web) => {
    const [first = ""] = idsOf(web);
    const InstanceIds = [first];
    await web.person.autoScaling.send(
      new EnterStandbyCommand({ ...WEB, InstanceIds, ShouldDecrementDesiredCapacity: true }),
    );
    await web.minutes(3);
    await drift(web, [first]);
    await web.settled();
    expect(idsOf(web)).toContain(first);
    expect((await recyclesOf(web)).flatMap(({ replaced }) => replaced)).toEqual([]);
    await web.person.autoScaling.send(new ExitStandbyCommand({ ...WEB, InstanceIds }));
    await web.minutes(90);
    await scanOnce(web);
    await web.settled();
    await web.minutes(1);
    expect(idsOf(web)).not.toContain(first);
    expect(idsOf(web)).toHaveLength(4);
  },
);
