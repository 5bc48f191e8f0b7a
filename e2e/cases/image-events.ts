import { readFileSync } from "node:fs";
import { publishBuild } from "../../simulator/services/imagebuilder/builds.ts";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { BusEvent } from "../../simulator/world/world.ts";
import { expectSame, expectThat } from "../report/expect.ts";
import { ended, expectReplaced } from "../lab/fleet-view.ts";
import type { E2eCase, FleetPlan, Lab } from "../lab/lab.ts";

/** One way to tell of an image, and the rule that has to hear it. */
interface Told {
  readonly fleet: FleetPlan;
  readonly rule: string;
  /** Makes an image, and answers it with the event that tells of it. */
  readonly publish: (lab: Lab) => Promise<{ readonly image: string; readonly event: BusEvent }>;
}

const PIPELINE = "arn:aws:imagebuilder:us-east-1:123456789012:image-pipeline/golden";
const SAMPLE_IMAGE = "ami-0abcdef1234567890";

/** A sample of events/in, about what there is here. */
function sample(file: string, names: Readonly<Record<string, string>>): BusEvent {
  const text = readFileSync(new URL(`../../events/in/${file}`, import.meta.url), "utf8");
  return JSON.parse(
    Object.entries(names).reduce((all, [from, to]) => all.replaceAll(from, to), text),
  ) as BusEvent;
}

const byTag = (name: string): FleetPlan => ({ name, declare: { image: { tags: { role: name } } } });

const WAYS: readonly Told[] = [
  {
    fleet: { name: "channel" },
    rule: "ChannelChanged",
    publish: async ({ account }) => {
      const image = await account.image("channel-2");
      const { channel = "" } = account.fleets.get("channel") ?? {};
      const ssm = account.simulator.open(SSMClient, { name: "team" });
      await ssm.send(new PutParameterCommand({ Name: channel, Value: image, Overwrite: true }));
      return {
        image,
        event: sample("ssm-parameter-store-change-update.json", { "/immutable/web-prod/ami": channel }),
      };
    },
  },
  {
    fleet: byTag("ami"),
    rule: "ImageAvailable",
    publish: async ({ account }) => {
      const image = await account.image("ami-2", { role: "ami" });
      return { image, event: sample("ec2-ami-state-change-available.json", { [SAMPLE_IMAGE]: image }) };
    },
  },
  {
    fleet: { name: "built", declare: { image: { imageBuilder: PIPELINE } } },
    rule: "ImageBuilt",
    publish: async ({ account }) => {
      const image = await account.image("built-2");
      const build = { name: "golden", amis: [{ image }], pipelineArn: PIPELINE };
      const { arn } = publishBuild(account.simulator.world, build);
      const names = { "arn:aws:imagebuilder:us-east-1:123456789012:image/web-golden/1.0.0/1": arn };
      return { image, event: sample("imagebuilder-image-state-change-available.json", names) };
    },
  },
  {
    fleet: byTag("packer"),
    rule: "AmiPublished",
    publish: async ({ account }) => {
      const image = await account.image("packer-2", { role: "packer" });
      return {
        image,
        event: sample("packer-ami-published.json", { [SAMPLE_IMAGE]: image, "web-prod": "packer" }),
      };
    },
  },
];

/** Every event that tells of an image: its deployed rule hears it, and the fleet is replaced because of it. */
export const imageEvents: readonly E2eCase[] = WAYS.map(({ fleet, rule, publish }) => ({
  name: `an image is published: ${rule}`,
  fleets: [fleet],
  run: async (lab) => {
    const { image, event } = await publish(lab);
    const heard = await lab.bus.put(event);
    expectSame("rules that heard it", heard, [lab.stack.resources[rule] ?? rule]);
    const run = await ended(lab, fleet.name);
    expectReplaced(lab, run, image);
    expectThat(run.cause.by.includes(event.source), `${fleet.name} was replaced for ${run.cause.by}`);
  },
}));
