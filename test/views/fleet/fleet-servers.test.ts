import { expect, test } from "vitest";
import { fleetServers } from "../../../src/views/fleet/fleet-servers.ts";
import { generation } from "../../support/cli/records.ts";

const NOW = Date.UTC(2026, 10, 21, 12);

const instance = (id: string) => ({ id, zone: "us-east-1a", lifecycleState: "InService", healthy: true });

test("servers have the state of their group and of their target group", () => {
  const generations = [
    generation({ number: 7, group: "web-g0007", targetGroup: "green", state: "launching", createdAt: NOW }),
    generation({ number: 6, group: "web-g0006", targetGroup: "blue" }),
    generation({ number: 5, group: "web-g0005", targetGroup: null }),
    generation({ number: 4, group: "deleted", targetGroup: "blue" }),
    generation({ number: 3, group: "web-g0003", targetGroup: "away", state: "retiring" }),
  ];
  const groups = new Map([
    ["web-g0006", { instances: [instance("i-2")] }],
    ["web-g0007", { instances: [instance("i-1"), instance("i-9")] }],
    ["web-g0005", { instances: [{ ...instance("i-3"), healthy: false }] }],
    ["web-g0003", { instances: [instance("i-4")] }],
  ]);
  const targets = new Map([
    ["green", new Map([["i-1", "initial"]])],
    ["away", null],
  ]);
  const server = { zone: "us-east-1a", ageSeconds: null };
  expect(fleetServers({ generations, rollout: undefined, now: NOW }, { groups, targets })).toEqual([
    { ...server, id: "i-1", generation: 7, state: "booting" },
    { ...server, id: "i-9", generation: 7, state: "ready" },
    { ...server, id: "i-2", generation: 6, state: "ready" },
    { ...server, id: "i-3", generation: 5, state: "unhealthy" },
    { ...server, id: "i-4", generation: 3, state: "unreadable" },
  ]);
});

test("of several target groups the one in which a server is not healthy says how it is", () => {
  const instance = { zone: "a", lifecycleState: "InService", healthy: true };
  const groups = new Map([
    [
      "web",
      {
        instances: [
          { id: "i-1", ...instance },
          { id: "i-2", ...instance },
        ],
      },
    ],
  ]);
  const targets = new Map([
    [
      "arn:a",
      new Map([
        ["i-1", "healthy"],
        ["i-2", "healthy"],
      ]),
    ],
    [
      "arn:c",
      new Map([
        ["i-1", "healthy"],
        ["i-2", "unhealthy"],
      ]),
    ],
  ]);
  const generations = [generation({ group: "web", targetGroup: "arn:a", targetGroups: ["arn:a", "arn:c"] })];
  expect(
    fleetServers({ generations, rollout: undefined, now: NOW }, { groups, targets }).map(
      ({ state }) => state,
    ),
  ).toEqual(["healthy", "unhealthy"]);
});
