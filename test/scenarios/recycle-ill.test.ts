import { SetDesiredCapacityCommand } from "@aws-sdk/client-auto-scaling";
import { sicken } from "../../simulator/services/ec2/instances/instance-life.ts";
import { freeze, lift } from "../../src/ledger/freezes.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { drift, idsOf, membersOf, RECYCLED, recycleOf } from "../support/scenarios/recycled.ts";

type Until = Parameters<Web["until"]>[0];

/** Every server that has come since falls ill. */
function sickenNewcomers(web: Web, before: readonly string[]): void {
  for (const id of idsOf(web)) if (!before.includes(id)) sicken(web.simulator.world, id);
}

/** The servers of `before` that serve. */
const servingOf = (web: Web, before: readonly string[]): string[] =>
  membersOf(web).flatMap(({ id, lifecycleState }) =>
    before.includes(id) && lifecycleState === "InService" ? [id] : [],
  );

/** Until its target group has seen it, what an ill server is asked is lost. */
const PAST = { ...RECYCLED, leaves: { lost: true } };
const rolledBack = { outcome: "rolled-back", replaced: [], failure: { error: "SubstitutesFailed" } };

scenario(
  "a substitute falls ill while the old server drains: the old one serves again",
  PAST,
  async (web) => {
    const before = idsOf(web);
    await drift(web, before.slice(0, 1));
    await web.until("IsolateWait" as Until);
    sickenNewcomers(web, before);
    await web.settled();
    expect(await recycleOf(web)).toMatchObject(rolledBack);
    expect(servingOf(web, before).toSorted()).toEqual(before.toSorted());
  },
);

scenario(
  "a substitute falls ill while the old server hands off for an hour: it does not wait for the proof",
  {
    ...PAST,
    declaration: {
      ...RECYCLED.declaration,
      retire: { handoff: { command: "/opt/handoff", timeout: "2h" }, drain: "10s" },
    },
    image: { "sim:boot-seconds": "40", "sim:healthy-seconds": "15", "sim:command-seconds": "3600" },
  },
  async (web) => {
    const before = idsOf(web);
    await drift(web, before.slice(0, 1));
    await web.until("HandOffWait" as Until);
    sickenNewcomers(web, before);
    await web.minutes(15);
    expect(servingOf(web, before).toSorted()).toEqual(before.toSorted());
    await web.settled();
    expect(await recycleOf(web)).toMatchObject(rolledBack);
  },
);

scenario(
  "a substitute falls ill while a person has paused the recycle before the old server ends: it serves again",
  PAST,
  async (web) => {
    const before = idsOf(web);
    await drift(web, before.slice(0, 1));
    await web.until("IsolateWait" as Until);
    expect(await web.steer("pause", { seconds: 6 * 3600 })).toMatchObject({ changed: true });
    await web.minutes(5);
    sickenNewcomers(web, before);
    await web.minutes(15);
    expect(servingOf(web, before).toSorted()).toEqual(before.toSorted());
    await web.settled();
    expect(await recycleOf(web)).toMatchObject(rolledBack);
  },
);

for (const state of ["LaunchSubstitutesWait", "ValidateSubstitutesWait"])
  scenario(
    `a freeze of three hours in ${state} is no time in which substitutes could get good`,
    {
      ...RECYCLED,
      declaration: { ...RECYCLED.declaration, gates: [{ kind: "target-health", for: "30s" }] },
      image: { "sim:boot-seconds": "40", "sim:healthy-seconds": "15" },
    },
    async (web) => {
      const [old = ""] = idsOf(web);
      await drift(web, [old]);
      await web.until(state as Until);
      const frozen = { fleet: "web", reason: "incident 42", by: "ada" };
      await freeze(web.ledger, { ...frozen, since: web.simulator.clock.now(), until: null });
      await web.minutes(180);
      await lift(web.ledger, "web");
      await web.settled();
      expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [old] });
    },
  );

scenario(
  "somebody asks for more servers meanwhile: that is nobody's illness",
  { ...RECYCLED, leaves: { servers: 7 } },
  async (web) => {
    const before = idsOf(web);
    const [old = ""] = before;
    await drift(web, [old]);
    await web.until("IsolateWait" as Until);
    const larger = { AutoScalingGroupName: "web", DesiredCapacity: 7 };
    await web.person.autoScaling.send(new SetDesiredCapacityCommand(larger));
    await web.settled();
    expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [old] });
  },
);

scenario(
  "a person pauses the recycle while a substitute boots: who is launched beside it serves all the same",
  { ...RECYCLED, leaves: { servers: 6 } },
  async (web) => {
    const [old = ""] = idsOf(web);
    await drift(web, [old]);
    await web.until("LaunchSubstitutesWait" as Until);
    expect(await web.steer("pause", { seconds: 6 * 3600 })).toMatchObject({ changed: true });
    const larger = { AutoScalingGroupName: "web", DesiredCapacity: 7 };
    await web.person.autoScaling.send(new SetDesiredCapacityCommand(larger));
    await web.minutes(10);
    expect(membersOf(web).filter(({ lifecycleState }) => lifecycleState === "InService")).toHaveLength(7);
    expect((await recycleOf(web)).batch?.servers).toMatchObject([{ id: old, state: "serving" }]);
    await web.settled();
    expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [old] });
  },
);
