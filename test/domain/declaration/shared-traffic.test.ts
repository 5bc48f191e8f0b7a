import { expect, test } from "vitest";
import { parseDeclaration } from "../../../src/domain/declaration/declaration.ts";
import { sharedTraffic } from "../../../src/domain/declaration/shared-traffic.ts";
import { A, ALB, B, NLB, THIRD } from "../../support/domain/traffic-strategies/listener.ts";

const attached = (targetGroup: string) =>
  parseDeclaration(
    `fleet: web\ntemplate: lt-0abc\nimage: {channel: /web}\ntraffic: {strategy: target-group, targetGroup: "${targetGroup}"}\n`,
    "web.yml",
  ).fleet.traffic;
const NONE = parseDeclaration(
  "fleet: web\ntemplate: lt-0abc\nimage: {channel: /web}\ntraffic: {strategy: none}\n",
  "web.yml",
).fleet.traffic;

test("what two fleets name both is named with its place in the first", () => {
  expect(sharedTraffic(ALB, ALB)).toEqual([
    { path: ["traffic", "rule"], arn: ALB.rule },
    { path: ["traffic", "targetGroups", 0], arn: A },
    { path: ["traffic", "targetGroups", 1], arn: B },
  ]);
  expect(sharedTraffic(NLB, { ...NLB, targetGroups: [THIRD, A] })).toEqual([
    { path: ["traffic", "listener"], arn: NLB.listener },
    { path: ["traffic", "targetGroups", 0], arn: A },
  ]);
  expect(sharedTraffic(attached(B), ALB)).toEqual([{ path: ["traffic", "targetGroup"], arn: B }]);
  expect(sharedTraffic(ALB, attached(B))).toEqual([{ path: ["traffic", "targetGroups", 1], arn: B }]);
});

test("fleets with traffic of their own share none, nor does one without any", () => {
  expect(sharedTraffic(attached(THIRD), ALB)).toEqual([]);
  expect([sharedTraffic(NONE, ALB), sharedTraffic(ALB, NONE), sharedTraffic(NONE, NONE)]).toEqual([
    [],
    [],
    [],
  ]);
});
