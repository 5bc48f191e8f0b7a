import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { mockClient } from "aws-sdk-client-mock";
import { describe, expect, test } from "vitest";
import type { ControlPlane } from "../../../src/engine/control-plane-port.ts";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { fleetPartition } from "../../../src/ledger/keys.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { putFinding } from "../../../src/ledger/findings.ts";
import { changeStorm } from "../../../src/ledger/found/storms.ts";
import { finding } from "../../support/domain/findings.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { commandLine, DECLARATION, NOON } from "../../support/cli/command-line.ts";
import { generation, rollout } from "../../support/cli/records.ts";

const DAY = 86_400_000;

/** Three servers of the fleet `web`, launched four, three and two days before noon. */
function planeWithServers(type = "m7i.large"): Pick<ControlPlane, "adoption"> {
  const client = new EC2Client({ region: "us-east-1" });
  const Instances = [4, 3, 2].map((days) => ({
    InstanceId: `i-${days}`,
    InstanceType: type as "m7i.large",
    LaunchTime: new Date(NOON - days * DAY),
    State: { Name: "running" as const },
    NetworkInterfaces: [{ Attachment: { DeviceIndex: 0, AttachTime: new Date(NOON - days * DAY) } }],
    Tags: [
      { Key: "moult:fleet", Value: "web" },
      { Key: "aws:autoscaling:groupName", Value: "web-g0006" },
    ],
  }));
  mockClient(client)
    .on(DescribeInstancesCommand)
    .resolves({ Reservations: [{ Instances }] });
  return {
    adoption: async () => ({ aws: { ec2: client } }) as Awaited<ReturnType<ControlPlane["adoption"]>>,
  };
}

async function planned(declared: Partial<FleetDeclaration>, parts: Parameters<typeof commandLine>[0] = {}) {
  const line = commandLine(parts);
  const declaration = { ...DECLARATION, ...declared };
  await declareFleet(line.plane.ledger, { declaration, by: "ada", now: NOON }, "absent");
  await writeGeneration(line.plane.ledger, generation({}), "absent");
  return line;
}

describe("moult plan --days", () => {
  test("says when what is replaced, why, and what it costs, by AWS's own prices", async () => {
    const { moult } = await planned(
      { age: { max: "5d", jitter: "0%" }, windows: { allow: ["Tue,Wed 09:00-16:00 Europe/Berlin"] } },
      { plane: planeWithServers(), prices: new Map([["m7i.large", 0.5]]) },
    );
    const { code, out, err } = await moult("plan web --days 7");
    expect({ code, err }).toEqual({ code: 0, err: "Reading web ...\n" });
    expect(out).toBe(`web: 7 days, Sat 2026-11-21 13:00 to Sat 2026-11-28 13:00, times of Europe/Berlin
It holds as long as nothing is published or changed, and each run ends well. The sweep begins what
may begin within five minutes, and a scan finds what is too old within fifteen.

        Mon          Tue          Wed          Thu          Fri          Sat          Sun
Nov 21                                                                   21 closed    22 closed
Nov 23  23 closed    24           25           26 closed    27 closed    28 closed
                     1r 3s        ·

r runs, s servers, closed: nothing may begin, · nothing is expected

 BEGINS           FLEET  WHY  SERVERS  TAKES  COSTS  WAITS FOR
 Tue 11-24 09:00  web    age  3        16m5s  $0.53  window 1d20h

Servers that run twice cost about $0.53 for 1 run, by AWS's price list of us-east-1 (Linux, on
demand) on 2026-11-21.

now: unnamed: no image is known from channel /images/web: the next sweep reads it; publish one, or
  pass --image
may begin: Tue 11-24 09:00 to Tue 11-24 15:45, Wed 11-25 09:00 to Wed 11-25 15:45
a run takes 16m5s (by its declaration; none was measured), and servers run twice for 21m5s (by its
  declaration; none was measured)
for:
Tue 11-24 09:00  i-4: age is launched 2026-11-17 12:00:00Z, expected at most 5d, due 2026-11-22
  12:00:00Z; i-3: age is launched 2026-11-18 12:00:00Z, expected at most 5d, due 2026-11-23
  12:00:00Z

SERVER  LAUNCHED         DUE FOR AGE      REPLACED
i-4     Tue 11-17 13:00  Sun 11-22 13:00  Tue 11-24 09:00
i-3     Wed 11-18 13:00  Mon 11-23 13:00  Tue 11-24 09:00
i-2     Thu 11-19 13:00  Tue 11-24 13:00  Tue 11-24 09:00
`);
  });

  test("says of which run green is ready after its window has closed, until when it waits, and what to declare", async () => {
    const windows = { allow: ["Tue 09:00-09:30 Europe/Berlin"], fits: false, gates: "shift" as const };
    const { moult, plane } = await planned(
      { age: { max: "5d", jitter: "0%" }, windows },
      { plane: planeWithServers(), prices: new Map([["m7i.large", 0.5]]) },
    );
    const took = { startedAt: NOON - DAY, endedAt: NOON - DAY + 3_600_000 };
    await rollouts.write(
      plane.ledger,
      rollout({ ...took, phase: "CloseRollout", outcome: "succeeded" }),
      "absent",
    );
    const { out } = await moult("plan web --days 7");
    expect(out).toContain(` Tue 11-24 09:00  web    age  3        7d15m  $252.50  window 1d20h

Ready after its window has closed:
web: green of the run of Tue 2026-11-24 09:00 is ready at Tue 2026-11-24 09:45, when no window
  lets it have traffic (windows.gates: shift): it waits until Tue 2026-12-01 09:00, both generations
  running. Declare a window that lasts for the 45m until then, or windows.gates: begin.
`);
  });

  test("without a fleet it is of all, for two weeks", async () => {
    const { moult } = await planned({ age: { max: "5d", jitter: "0%" } }, { plane: planeWithServers() });
    const { out } = await moult("plan --json");
    const answer = JSON.parse(out) as {
      from: number;
      until: number;
      fleets: { runs: { at: number; reason: string }[] }[];
      servers: unknown[];
    };
    expect(answer).toMatchObject({ only: null, from: NOON, until: NOON + 14 * DAY, faults: [], servers: [] });
    expect(answer.fleets[0]?.runs.map(({ at, reason }) => [(at - NOON) / DAY, reason])).toEqual([
      [1, "age"],
      [6, "age"],
      [11, "age"],
    ]);
  });

  test("where AWS does not say prices the table does, with its date, Region and why", async () => {
    const { moult } = await planned(
      { age: { max: "5d", jitter: "0%" } },
      { plane: planeWithServers(), environment: { region: "eu-central-1" } },
    );
    const text = (await moult("plan web --days 3")).out.replace(/\n/g, " ");
    expect(text).toContain(
      "Servers that run twice cost about $0.11 for 1 run, by the table that comes with moult",
    );
    expect(text).toContain(
      "us-east-1 (Linux, on demand) on 2026-01-19 (the fleets are in eu-central-1, whose prices are others",
    );
    expect(text).toContain("AWS is away");
  });

  test("a type that nobody has a price for is said to have none, and --price gives one", async () => {
    const { moult } = await planned({ age: { max: "5d" } }, { plane: planeWithServers("x9.large") });
    const text = (await moult("plan web --days 3")).out.replace(/\n/g, " ");
    expect(text).toContain("cost unknown for 1 run");
    expect(text).toContain("x9.large: price unknown, give --price.");
    const priced = (await moult("plan web --days 3 --price 0.0832")).out.replace(/\n/g, " ");
    expect(priced).toContain("cost about $0.09 for 1 run, by $0.0832 an hour a server, as --price gives it.");
  });

  test("where servers cannot be read it says so, and goes by what the ledger knows", async () => {
    const { moult } = await planned({ age: { max: "5d" } });
    const { code, out } = await moult("plan");
    expect(code).toBe(0);
    expect(out).toContain("No run is expected in these 14 days.");
    expect(out).toContain("Servers cannot be read (AWS is away): of each fleet only the server");
  });

  test("what never opens in this time is said so", async () => {
    const { moult } = await planned(
      { age: { max: "5d" }, windows: { deny: ["2026-11-01/2027-02-01"] } },
      { plane: planeWithServers() },
    );
    const { out } = await moult("plan web --days 14 --price 1");
    expect(out).toContain("No run is expected in these 14 days.");
    expect(out).toContain(
      "Held at the end of these days:\nweb: due, and held by window, until Tue 2027-02-02 00:00: no permitted time in these days;",
    );
    expect(out).toContain("may begin: no permitted time in these days\n");
  });

  test("servers that a storm holds begin nothing, and that is said", async () => {
    const { moult, plane } = await planned(
      { age: { max: "3d", jitter: "0%" } },
      { plane: planeWithServers() },
    );
    const since = NOON;
    const about = { generation: 6, kind: "age" as const, field: "age", expected: "at most 3d" };
    for (const [server, dueAt] of [
      ["i-4", NOON - DAY],
      ["i-3", NOON - 7_200_000],
    ] as const)
      await putFinding(plane.ledger, "web", finding({ ...about, server, since, dueAt }), NOON);
    const storm = { key: "age", kind: "age" as const, field: "age", observed: "", fleets: 9, since };
    await changeStorm(plane.ledger, "age", () => ({ ...storm, acknowledged: null, endedAt: null }));
    const { out } = await moult("plan --days 1 --price 1");
    expect(out).toContain("No run is expected in this day.");
    expect(out).toContain(
      "web: 2 too old, and held by a storm that nobody has acknowledged: moult findings web names it\n",
    );
    await changeStorm(plane.ledger, "age", () => ({
      ...storm,
      acknowledged: { by: "ada", reason: "meant", at: NOON },
      endedAt: null,
    }));
    expect((await moult("plan --days 1 --price 1")).out).toContain(" Sat 11-21 12:00  web    age ");
  });

  test("no fleet, no calendar: what to do is said", async () => {
    const { moult } = commandLine();
    expect(await moult("plan")).toMatchObject({
      code: 0,
      out: "no fleet is declared in this ledger: declare one with `moult fleet apply <file>`\n",
    });
  });

  test("a fleet that cannot be read keeps none of the others from being planned", async () => {
    const { moult, plane } = await planned({ age: { max: "5d" } }, { plane: planeWithServers() });
    const declaration = { ...DECLARATION, fleet: "api" };
    await declareFleet(plane.ledger, { declaration, by: "ada", now: NOON }, "absent");
    await plane.ledger.put(
      { partition: fleetPartition("api"), sort: "wanted", schema: 1, body: { odd: true } },
      "any",
    );
    const { code, out } = await moult("plan --price 1");
    expect(code).toBe(1);
    expect(out).toContain("\nNot in this calendar:\napi cannot be read: ");
    expect(out).toContain(" web    age ");
  });

  test.each([
    ["--days 0", "--days 0: give a whole number of days from 1 to 92"],
    ["--days ten", "--days ten: give a whole number of days from 1 to 92"],
    ["--days 400", "--days 400: give a whole number of days from 1 to 92"],
    ["--days 1.5", "--days 1.5: give a whole number of days from 1 to 92"],
    ["--price -1", "--price -1: give what one server costs in dollars an hour, such as 0.0832"],
    ["--price free", "--price free: give what one server costs in dollars an hour"],
    ["--price 0", "--price 0: give what one server costs"],
    ["--price 1e9", "--price 1e9: give what one server costs"],
    ["--days 0 --price -1", "--days 0: give a whole number of days from 1 to 92; --price -1: give"],
    ["--days 14 --force", "--force is for the calls of one rollout: name a fleet, and leave --days out"],
  ])("plan web %s is one clear error", async (options, words) => {
    const { moult } = await planned({});
    const { code, err, out } = await moult(`plan web ${options}`);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(`moult: ${words}`);
  });

  test("a fleet that nobody declares is an error, with the nearest name", async () => {
    const { moult } = await planned({});
    expect((await moult("plan wbe --days 14")).err).toContain("no fleet is named wbe: did you mean `web`?");
  });
});
