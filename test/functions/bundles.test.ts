import { describe, expect, it } from "vitest";
import { type Bundle, measureBundles } from "../../bench/bundles.ts";

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

  it("hold each the clients that their function needs and no others", () => {
    const held = Object.fromEntries(bundles.map((bundle) => [bundle.function, bundle.clients]));
    const wanted = Object.entries(clients).map(([name, list]) => [name, ["client-dynamodb", ...list].sort()]);
    expect(held).toEqual(Object.fromEntries(wanted));
  });

  it("stay small enough to start fast", () => {
    const most = (bundle: Bundle) => (bundle.clients.includes("client-ec2") ? 1700 : 1000);
    expect(bundles.filter((bundle) => bundle.kilobytes > most(bundle))).toEqual([]);
  });
});
