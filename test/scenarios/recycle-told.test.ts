import {
  SuspendProcessesCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { scanOnce, sweepOnce } from "../../rehearsal/rehearsal.ts";
import { sicken } from "../../simulator/services/ec2/instances/instance-life.ts";
import { embeddedEngine } from "../../src/engine/embedded-engine.ts";
import { machineFiles } from "../../src/engine/machine-files.ts";
import { runTask } from "../../src/engine/run-task.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { drift, idsOf, RECYCLED, recycleOf } from "../support/scenarios/recycled.ts";
import { saidOf, statusOf, sweepLogged, timesOf } from "../support/scenarios/sweeps.ts";

const { declaration } = RECYCLED;
const HANDOFF_FAILS = {
  ...RECYCLED,
  declaration: {
    ...declaration,
    retire: { handoff: { command: "/opt/handoff", timeout: "2m" }, drain: "60s" },
    deadlines: { rollout: "1h" },
  },
  image: { "sim:boot-seconds": "40", "sim:healthy-seconds": "15", "sim:command-exit-code": "1" },
} as const;

const told = ({ published }: Web): string[] =>
  published.map((event) => event["detail-type"]).filter((type) => type.startsWith("Recycle "));
const detailOf = ({ published }: Web, type: string): Readonly<Record<string, unknown>> =>
  published.find((event) => event["detail-type"] === type)?.detail ?? {};

/** A second process that carries the same execution. */
const another = (web: Web) =>
  embeddedEngine({
    machines: machineFiles(),
    clock: web.simulator.clock,
    random: () => 0.5,
    runTask: (resource, input) => runTask(resource, input, web.runtime),
  });

scenario(
  "servers that are replaced in place are told when it begins and when it ends, once",
  RECYCLED,
  async (web) => {
    const [first = "", second = ""] = idsOf(web);
    await drift(web, [first, second]);
    await web.settled();
    await Promise.all([sweepOnce(web), sweepOnce(web)]);
    expect(told(web)).toEqual(["Recycle Started", "Recycle Succeeded"]);
    const { id } = await recycleOf(web);
    expect(detailOf(web, "Recycle Started")).toMatchObject({
      rollout: id,
      thread: id,
      servers: 2,
      replaced: [],
    });
    expect(detailOf(web, "Recycle Succeeded")).toMatchObject({
      reason: "drift",
      servers: 2,
      replaced: expect.arrayContaining([first, second]),
      sentence: expect.stringMatching(/^2 servers of generation 1 replaced in place; /),
    });
  },
);

scenario("two processes carry the same execution: each event once", RECYCLED, async (web) => {
  const [first = ""] = idsOf(web);
  const launching = web.until("LaunchSubstitutes");
  await drift(web, [first]);
  await launching;
  const { execution } = await recycleOf(web);
  const engine = another(web);
  engine.startWith(execution, { fleet: "web" });
  await Promise.all([web.settled(), engine.settled(execution)]);
  await Promise.all([sweepOnce(web), sweepOnce(web)]);
  expect(told(web)).toEqual(["Recycle Started", "Recycle Succeeded"]);
});

let putEvents = 0;
scenario(
  "the bus fails and loses answers: what is told of a recycle comes once in the end",
  {
    ...RECYCLED,
    simulator: {
      faults: ({ action }) => {
        if (action !== "PutEvents") return undefined;
        putEvents += 1;
        if (putEvents % 3 === 1) return { kind: "lost" };
        return putEvents % 3 === 2
          ? { kind: "error", code: "InternalFailure", status: 500, message: "try again" }
          : undefined;
      },
    },
  },
  async (web) => {
    await drift(web, idsOf(web).slice(0, 1));
    await web.settled();
    for (let sweeps = 0; sweeps < 3; sweeps += 1) {
      await web.minutes(5);
      await sweepOnce(web);
    }
    expect(told(web).toSorted()).toEqual(["Recycle Started", "Recycle Succeeded"]);
  },
);

scenario("a handoff that fails: restored is told, with the way on", HANDOFF_FAILS, async (web) => {
  await drift(web, idsOf(web).slice(0, 1));
  await web.settled();
  expect(told(web)).toEqual(["Recycle Started", "Recycle Rolled Back"]);
  expect(detailOf(web, "Recycle Rolled Back")).toMatchObject({
    by: null,
    sentence: expect.stringMatching(/; moult rollout retry web begins it again$/),
    next: [expect.stringMatching(/^moult history web --rollout /), "moult rollout retry web --reason <text>"],
  });
});

scenario("a rollout comes first: superseded is told, and not restored", RECYCLED, async (web) => {
  const waits = web.until("LaunchSubstitutesWait" as "LaunchSubstitutes");
  await drift(web, idsOf(web).slice(0, 1));
  await waits;
  await web.publish();
  await web.settled();
  expect(told(web)).toEqual(["Recycle Started", "Recycle Superseded"]);
});

scenario("a pause and its end by itself are told, with who did it", RECYCLED, async (web) => {
  const validates = web.until("ValidateSubstitutes");
  await drift(web, idsOf(web).slice(0, 1));
  await validates;
  await web.steer("pause", { seconds: 600, reason: "a look" });
  await web.minutes(20);
  await sweepOnce(web);
  await web.settled();
  await sweepOnce(web);
  expect(told(web).toSorted()).toEqual([
    "Recycle Paused",
    "Recycle Resumed",
    "Recycle Started",
    "Recycle Succeeded",
  ]);
  expect(detailOf(web, "Recycle Paused")).toMatchObject({ outcomeReason: "a look" });
  expect(detailOf(web, "Recycle Resumed")).toMatchObject({ by: "moult" });
});

const HALTED = { ...RECYCLED, leaves: { suspended: ["Launch"] } };
scenario("a group that launches nobody: refused is told, and nothing else", HALTED, async (web) => {
  const LAUNCH = { AutoScalingGroupName: "web", ScalingProcesses: ["Launch"] };
  await web.person.autoScaling.send(new SuspendProcessesCommand(LAUNCH));
  await drift(web, idsOf(web).slice(0, 1));
  await web.settled();
  expect(told(web)).toEqual(["Recycle Refused"]);
  expect(detailOf(web, "Recycle Refused")).toMatchObject({
    reason: "drift",
    generation: null,
    sentence: expect.stringMatching(/^group web has Launch suspended/),
  });
});

scenario(
  "a substitute that cannot be ended in time stays: a person is told who it is and how it ends, until it is gone",
  {
    ...HANDOFF_FAILS,
    leaves: { servers: false, suspended: ["HealthCheck", "ReplaceUnhealthy"], lost: true },
  },
  async (web) => {
    const [first = "", ill = ""] = idsOf(web);
    const handsOff = web.until("HandOff");
    await drift(web, [first]);
    await handsOff;
    // Without the substitute too few would serve.
    const OF_WEB = { AutoScalingGroupName: "web", ScalingProcesses: ["HealthCheck", "ReplaceUnhealthy"] };
    await web.person.autoScaling.send(new SuspendProcessesCommand(OF_WEB));
    sicken(web.simulator.world, ill);
    await web.settled();
    const run = await recycleOf(web);
    const [substitute = ""] = run.stranded?.substitutes ?? [];
    expect(run).toMatchObject({ outcome: "needs-person", stranded: { standby: [], size: 4 } });
    expect(told(web)).toEqual(["Recycle Started", "Recycle Needs Person"]);
    const end = `aws autoscaling terminate-instance-in-auto-scaling-group --instance-id ${substitute} --should-decrement-desired-capacity`;
    expect(detailOf(web, "Recycle Needs Person")).toMatchObject({
      substitutes: [substitute],
      next: [end, expect.stringContaining("moult history"), expect.stringContaining("moult rollout retry")],
    });
    expect(await sweepLogged(web)).toMatchObject({ NeedAttention: 1 });
    await sweepOnce(web);
    expect(saidOf(web, "servers-stranded")).toEqual([
      `recycle ${run.id} of web could not be undone in time: ${substitute} stays beside those whose place they were to take`,
    ]);
    expect(await statusOf(web)).toEqual([["servers-stranded", true]]);
    await web.person.autoScaling.send(
      new TerminateInstanceInAutoScalingGroupCommand({
        InstanceId: substitute,
        ShouldDecrementDesiredCapacity: true,
      }),
    );
    await web.minutes(5);
    expect(await sweepLogged(web)).toMatchObject({ NeedAttention: 0 });
    expect(await recycleOf(web)).toMatchObject({ stranded: { overAt: expect.any(Number) } });
    await scanOnce(web);
    await web.settled();
    expect(timesOf(web, "Recycle Needs Person")).toBe(1);
  },
);
