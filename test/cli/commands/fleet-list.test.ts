import { expect, test } from "vitest";
import type { ControlPlane } from "../../../src/engine/control-plane-port.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { freeze } from "../../../src/ledger/freezes.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { commandLine, DECLARATION, declareWeb, NOON } from "../../support/cli/command-line.ts";
import { generation, rollout } from "../../support/cli/records.ts";

const INSTANCE = { LifecycleState: "InService", HealthStatus: "Healthy", AvailabilityZone: "a" };

/** An account in which each group has three servers, one of them ill, and should have four. */
const adoption = (asked: string[][]) => async () =>
  ({
    aws: {
      autoScaling: {
        send: async ({ input }: { input: { AutoScalingGroupNames: string[] } }) => {
          asked.push(input.AutoScalingGroupNames);
          return {
            AutoScalingGroups: input.AutoScalingGroupNames.map((name) => ({
              AutoScalingGroupName: name,
              MinSize: 4,
              MaxSize: 8,
              DesiredCapacity: 4,
              Instances: [INSTANCE, INSTANCE, { ...INSTANCE, HealthStatus: "Unhealthy" }],
            })),
          };
        },
      },
    },
  }) as never;

const furnish = async ({ ledger }: ControlPlane) => {
  await writeGeneration(ledger, generation({}), "absent");
  await rollouts.write(
    ledger,
    rollout({
      phase: "Bake",
      waiting: { reason: "baking: 2m left", since: NOON, until: NOON + 60_000, isDeclared: true },
    }),
    "absent",
  );
  await declareFleet(
    ledger,
    { declaration: { ...DECLARATION, fleet: "shop" }, by: "bob", now: NOON },
    "absent",
  );
  await freeze(ledger, { fleet: "shop", reason: "audit", by: "bob", since: NOON, until: NOON + 3_600_000 });
};

test("moult fleet list says how to begin where there is none", async () => {
  expect(await commandLine().moult("fleet list")).toEqual({
    code: 0,
    out: "",
    err: "No fleet is declared. Declare one with `moult fleet apply <file>`.\n",
  });
});

test("shows what each fleet runs and waits for, those first that need somebody, and asks AWS of no ledger in a file", async () => {
  const { moult, plane } = commandLine();
  await declareWeb(plane);
  await furnish(plane);
  expect(await moult("fleet list")).toEqual({
    code: 0,
    out: `FLEET  STATE          IMAGE     GEN  SERVERS  WHY, AND WHAT ENDS IT
shop   ■ frozen       -         -    -        frozen by bob; audit; until 13:00Z, or moult unfreeze
                                              shop --confirm shop
web    ◷ baking Bake  ami-0aaa  6    -        all traffic is on generation 7 (ami-0bbb); it bakes
                                              until 12:16Z; going back takes one call until then
`,
    err: "Not shown: DECLARED, BY. --wide shows all.\nSERVERS were not asked for: --servers asks AWS.\n",
  });
  expect((await moult("fleet list --wide")).out).toContain("2026-11-21 12:00:00Z  bob\n");
});

test("asks AWS how many servers there are where the ledger is a table, or when it is told to", async () => {
  const asked: string[][] = [];
  const { moult, plane } = commandLine({
    plane: { adoption: adoption(asked) },
    environment: { table: "moult-prod" },
  });
  await declareWeb(plane);
  await furnish(plane);
  const { out, err } = await moult("fleet list");
  expect(out).toMatch(/^web .* 6 {4}2\/4 {6}all traffic/m);
  expect(err).not.toContain("--servers");
  expect(asked).toEqual([["web-g0006"]]);
  expect((await moult("fleet list --no-servers")).out).toMatch(/^web .* 6 {4}- {8}all traffic/m);
  expect(asked).toHaveLength(1);
  const { fleets } = JSON.parse((await moult("fleet list --ledger :memory: --servers --json")).out) as {
    fleets: object[];
  };
  expect(fleets).toMatchObject([
    { fleet: "shop", state: "frozen", frozen: { reason: "audit", by: "bob" }, servers: null },
    { fleet: "web", state: "moving", phase: "Bake", servers: { inService: 2, desired: 4 } },
  ]);
});

test("is there without AWS, too, and says why it has no servers", async () => {
  const { moult, plane } = commandLine();
  await declareWeb(plane);
  await furnish(plane);
  const { code, out, err } = await moult("fleet list --servers");
  expect(code).toBe(0);
  expect(out).toContain("web    ◷ baking Bake  ami-0aaa  6    -");
  expect(err).toContain("The servers cannot be read: AWS is away\n");
});
