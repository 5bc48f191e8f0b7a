import { TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { setZoneCapacity } from "../../simulator/services/ec2/instances/launch.ts";
import { readExcept } from "../../src/ledger/except.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { drift, idsOf, membersOf, RECYCLED, recycleOf, zonesOf } from "../support/scenarios/recycled.ts";
import {
  CHECKED,
  expectUntouched,
  hooksOf,
  launchAs,
  launchAsBefore,
  sweepFor,
  watch,
} from "../support/scenarios/substitutes.ts";

// What becomes of a substitute that does not come, or does not live until it is judged (aws-facts 1.3).

const UNLAUNCHED = [
  {
    name: "no zone has room for a substitute",
    begin: async (web: Web) => {
      for (const zone of ["us-east-1a", "us-east-1b"]) setZoneCapacity(web.simulator.world, zone, false);
    },
    end: async (web: Web) => {
      for (const zone of ["us-east-1a", "us-east-1b"]) setZoneCapacity(web.simulator.world, zone, true);
    },
  },
  {
    name: "EC2 ends each substitute before it has booted",
    begin: (web: Web) => launchAs(web, { "sim:launch-failure": "Client.InternalError" }),
    end: (web: Web) => launchAsBefore(web, "sim:launch-failure"),
  },
] as const;

for (const { name, begin, end } of UNLAUNCHED)
  scenario(`${name}: nothing is touched, and it is tried again once there is`, CHECKED, async (web) => {
    const old = idsOf(web);
    const seen = watch(web, old);
    await begin(web);
    await drift(web, [old[0] ?? ""]);
    await web.settled();
    await web.minutes(1);
    await expectUntouched(web, old, seen);
    expect(seen.fresh).not.toContain("Pending:Wait");
    const reason: unknown = expect.stringMatching(/not launched in time \(.*(capacity|InternalError)/s);
    expect((await recycleOf(web)).failure).toMatchObject({ error: "NoCapacity", reason });
    expect(await readExcept(web.ledger, "web")).toEqual([]);
    await end(web);
    await sweepFor(web, 6);
    expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [old[0]] });
  });

scenario(
  "a zone has no room: the substitute comes in the other one, and zones are even again",
  RECYCLED,
  async (web) => {
    const old = idsOf(web);
    const { world } = web.simulator;
    const [first = ""] = old;
    const zone = membersOf(web).find(({ id }) => id === first)?.zone ?? "";
    setZoneCapacity(world, zone, false);
    await drift(web, [first]);
    await web.settled();
    expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [first] });
    setZoneCapacity(world, zone, true);
    await web.minutes(10);
    expect(zonesOf(web)).toBe("a2 b2");
  },
);

scenario(
  "a substitute dies while the hook holds it: another comes, and takes its place",
  CHECKED,
  async (web) => {
    const old = idsOf(web);
    const seen = watch(web, old);
    const [first = ""] = old;
    await drift(web, [first]);
    await web.until("ValidateSubstitutes");
    const [dead = ""] = idsOf(web).filter((id) => !old.includes(id));
    await web.person.ec2.send(new TerminateInstancesCommand({ InstanceIds: [dead] }));
    await web.settled();
    expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [first] });
    expect(seen.came.size).toBe(2);
    expect(idsOf(web)).not.toContain(dead);
  },
);

scenario(
  "each substitute dies while the hook holds it: the server stays, and that is told",
  CHECKED,
  async (web) => {
    const old = idsOf(web);
    const seen = watch(web, old);
    web.simulator.world.onWorldEvent(({ kind, subject }) => {
      if (kind !== "instance-booted" || old.includes(subject)) return;
      void web.person.ec2.send(new TerminateInstancesCommand({ InstanceIds: [subject] }));
    });
    await drift(web, [old[0] ?? ""]);
    await web.settled();
    await web.minutes(5);
    expect(seen.came.size).toBeGreaterThan(2);
    await expectUntouched(web, old, seen);
  },
);

scenario(
  "a hook of the team's own ends each substitute: the server stays, and that is told",
  CHECKED,
  async (web) => {
    const old = idsOf(web);
    const seen = watch(web, old);
    await web.person.putHook("web", "ABANDON");
    await drift(web, [old[0] ?? ""]);
    await web.settled();
    await web.minutes(5);
    expect(seen.came.size).toBeGreaterThan(2);
    expect(idsOf(web).toSorted()).toEqual(old.toSorted());
    expect([...seen.old]).toEqual([]);
    expect(hooksOf(web)).toEqual(["check-in"]);
    expect(web.published.map((event) => event["detail-type"])).toContain("Recycle Rolled Back");
  },
);

scenario(
  "nobody answers the hook until its heartbeat has run out: the substitute serves, and is taken back by the sweep",
  CHECKED,
  async (web) => {
    const old = idsOf(web);
    const seen = watch(web, old);
    await drift(web, [old[0] ?? ""]);
    await web.until("ValidateSubstitutes");
    for (const name of web.engine.running()) web.engine.stop(name);
    await web.minutes(125);
    expect(seen.fresh).toContain("InService");
    await sweepOnce(web);
    await web.settled();
    await web.minutes(3);
    await expectUntouched(web, old, seen);
    expect((await recycleOf(web)).failure).toMatchObject({ error: "Abandoned" });
  },
);
