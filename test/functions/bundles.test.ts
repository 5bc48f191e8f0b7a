import { describe, expect, it } from "vitest";
import { measureBundles } from "../../bench/bundles.ts";
import type { ServiceName } from "../../src/aws/clients.ts";
import { machines } from "../../src/machines/machines.ts";
import type { PortName } from "../../src/step/state.ts";

/** The SDK's client for each of a state's services and ways out. */
const CLIENTS: Readonly<Record<ServiceName | PortName, string>> = {
  autoScaling: "client-auto-scaling",
  bells: "client-sfn",
  cloudWatch: "client-cloudwatch",
  ec2: "client-ec2",
  elbv2: "client-elastic-load-balancing-v2",
  eventBridge: "client-eventbridge",
  executions: "client-sfn",
  imageBuilder: "client-imagebuilder",
  publish: "client-eventbridge",
  sfn: "client-sfn",
  ssm: "client-ssm",
  starter: "client-sfn",
};
const ofStates = machines.flatMap(({ states }) =>
  Object.entries(states).map(([name, { services, ports }]): [string, string[]] => [
    name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    [...services, ...ports].map((each) => CLIENTS[each]),
  ]),
);
/** Beside the ledger's client, which all have. A client that is not needed costs 20 to 70 KB, that of EC2 533. */
const clients: readonly [string, readonly string[]][] = [
  ...ofStates,
  [
    "image-published",
    ["client-ec2", "client-eventbridge", "client-imagebuilder", "client-sfn", "client-ssm"],
  ],
  ["operate", ["client-sfn"]],
  ["instance-reported", ["client-ec2", "client-eventbridge", "client-sfn"]],
  [
    "sweep",
    [
      CLIENTS.autoScaling,
      CLIENTS.ec2,
      CLIENTS.elbv2,
      CLIENTS.imageBuilder,
      CLIENTS.ssm,
      "client-eventbridge",
      "client-sfn",
    ],
  ],
];

describe("the bundles", async () => {
  const bundles = await measureBundles();
  const filesOf = (pattern: RegExp) =>
    bundles.flatMap(({ files }) => files.filter((file) => pattern.test(file)));

  it("hold each the clients that their function needs and no others", () => {
    const held = Object.fromEntries(bundles.map((bundle) => [bundle.function, bundle.clients]));
    const wanted = clients.map(([name, list]) => [name, [...new Set(["client-dynamodb", ...list])].sort()]);
    expect(held).toEqual(Object.fromEntries(wanted));
  });

  it("hold no translation of zod's messages but the English one", () => {
    const locales = filesOf(/^zod\/.*\blocales\//).filter((file) => !file.endsWith("/locales/en.js"));
    expect(locales).toEqual([]);
    expect(filesOf(/^zod\//)).not.toEqual([]);
  });

  it("hold one way to have credentials: the environment", () => {
    const ways = filesOf(
      /^@(aws-sdk|smithy)\/(credential-provider|token-provider|nested-clients|client-sso)/,
    );
    expect(ways).toEqual(bundles.map(() => "@aws-sdk/credential-provider-env/dist-es/fromEnv.js"));
  });

  it("stay small enough to start fast", () => {
    const heavy = bundles.filter(({ kilobytes, goal }) => kilobytes > goal);
    expect(heavy.map((bundle) => [bundle.function, bundle.kilobytes, bundle.goal])).toEqual([]);
  });
});
