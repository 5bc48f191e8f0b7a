import { describe, expect, it } from "vitest";
import { measureBundles } from "../../bench/bundles.ts";

const [groups, balancers] = ["client-auto-scaling", "client-elastic-load-balancing-v2"];
/** Beside the ledger's client, which all have. A client that is not needed costs 20 to 70 KB, that of EC2 533. */
const clients: Readonly<Record<string, readonly string[]>> = {
  admit: [
    groups,
    balancers,
    "client-ec2",
    "client-eventbridge",
    "client-imagebuilder",
    "client-sfn",
    "client-ssm",
  ],
  bake: [groups, balancers, "client-cloudwatch"],
  "close-rollout": ["client-eventbridge", "client-sfn"],
  "image-published": ["client-ec2", "client-imagebuilder", "client-sfn", "client-ssm"],
  "launch-green": [groups, balancers, "client-ec2"],
  "observe-green": [groups],
  "retire-blue": [groups, balancers, "client-cloudwatch", "client-ec2", "client-ssm"],
  "roll-back": [groups, balancers, "client-ec2"],
  "shift-traffic": [groups, balancers, "client-cloudwatch"],
  sweep: [groups, balancers, "client-eventbridge", "client-sfn"],
  "validate-green": [groups, balancers, "client-cloudwatch", "client-ec2", "client-ssm"],
};

describe("the bundles", async () => {
  const bundles = await measureBundles();
  const filesOf = (pattern: RegExp) =>
    bundles.flatMap(({ files }) => files.filter((file) => pattern.test(file)));

  it("hold each the clients that their function needs and no others", () => {
    const held = Object.fromEntries(bundles.map((bundle) => [bundle.function, bundle.clients]));
    const wanted = Object.entries(clients).map(([name, list]) => [name, ["client-dynamodb", ...list].sort()]);
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
