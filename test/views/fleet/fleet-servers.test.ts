import { expect, test } from "vitest";
import { fleetServers } from "../../../src/views/fleet/fleet-servers.ts";

const instance = (id: string) => ({ id, zone: "us-east-1a", lifecycleState: "InService", healthy: true });

test("servers have the state of their group and of their target group", () => {
  const generations = [
    { number: 7, group: "web-g0007", targetGroup: "green" },
    { number: 6, group: "web-g0006", targetGroup: "blue" },
    { number: 5, group: "web-g0005", targetGroup: null },
    { number: 4, group: "deleted", targetGroup: "blue" },
  ];
  const groups = new Map([
    ["web-g0006", { instances: [instance("i-2")] }],
    ["web-g0007", { instances: [instance("i-1"), instance("i-9")] }],
    ["web-g0005", { instances: [{ ...instance("i-3"), healthy: false }] }],
  ]);
  const targets = new Map([["green", new Map([["i-1", "initial"]])]]);
  const server = { zone: "us-east-1a", ageSeconds: null };
  expect(fleetServers(generations, { groups, targets })).toEqual([
    { ...server, id: "i-1", generation: 7, state: "booting" },
    { ...server, id: "i-9", generation: 7, state: "healthy" },
    { ...server, id: "i-2", generation: 6, state: "healthy" },
    { ...server, id: "i-3", generation: 5, state: "unhealthy" },
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
  const generations = [{ number: 1, group: "web", targetGroup: "arn:a", targetGroups: ["arn:a", "arn:c"] }];
  expect(fleetServers(generations, { groups, targets }).map(({ state }) => state)).toEqual([
    "healthy",
    "unhealthy",
  ]);
});
