import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { matchesPattern } from "../../src/engine/event-pattern.ts";
import { OWN, rules, rulesFor } from "../support/events/deployed-rules.ts";

const ROOT = new URL("../../", import.meta.url);
const event = z.looseObject({ source: z.string(), "detail-type": z.string(), account: z.string() });
type Sample = readonly [name: string, event: z.infer<typeof event>];

/** The events of a folder; what is no event, such as the entry of a PutEvents, is left out. */
function samplesIn(folder: string): Sample[] {
  const at = new URL(folder, ROOT);
  if (!existsSync(at)) return [];
  return readdirSync(at)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name): Sample[] => {
      const read = event.safeParse(JSON.parse(readFileSync(new URL(name, at), "utf8")));
      return read.success ? [[`${folder}${name}`, read.data]] : [];
    });
}

/** Which rule a sample is for, by the end of its name. All others are for none. */
const FOR: readonly (readonly [ending: RegExp, rule: string])[] = [
  [/imagebuilder-image-state-change-available\.json$/, "ImageBuilt"],
  [/ec2-ami-state-change-available\.json$/, "ImageAvailable"],
  [/ssm-parameter-store-change-(create|update|update-ami-datatype)\.json$/, "ChannelChanged"],
  [/packer-ami-published(-delivered)?\.json$/, "AmiPublished"],
  [/fleet-watch-instance-.*\.json$/, "InstanceReported"],
  [/cloudtrail-(ssm|ec2)-.*\.json$/, "InstanceLoggedInto"],
  [/health-ec2-instance-.*\.json$/, "InstanceScheduled"],
  [/ec2-(spot-instance-interruption-warning|instance-rebalance-recommendation)\.json$/, "InstanceTakenBack"],
  [/states-execution-(failed|timed-out|aborted)\.json$/, "RolloutBroken"],
  [/out\/.*-needs-(attention|person)\.json$/, "NeedsAttention"],
  [
    /out\/(rollout-(?!superseded)|recycle-(?!superseded)|approval-|.*-needs-attention|image-|quarantine-|freeze-|instance-access-).*\.json$/,
    "ChatNotices",
  ],
];
const wantedFor = (name: string): string[] =>
  FOR.filter(([ending]) => ending.test(name)).map(([, rule]) => rule);

const own = samplesIn("events/out/");
const samples = [...samplesIn("events/in/"), ...own, ...samplesIn("../shared/events/")];

describe("the deployed rules", () => {
  it("name each a source, a type and the accounts whose events they take", () => {
    expect(rules.map(({ name }) => name).sort()).toEqual([...new Set(FOR.map(([, rule]) => rule))].sort());
    for (const { name, pattern } of rules)
      expect([name, pattern["account"], Object.keys(pattern)]).toEqual([
        name,
        [OWN],
        expect.arrayContaining(["source", "detail-type"]) as string[],
      ]);
  });

  it.each(samples)("take of %s what is for them, and nothing of another account", (name, sample) => {
    expect(rulesFor(sample).sort()).toEqual(wantedFor(name).sort());
    expect(rulesFor({ ...sample, account: "999999999999" })).toEqual([]);
  });

  // Lambda's detection of recursion does not know EventBridge: nothing would end such a circle.
  it("lead no event of moult's own back to moult, whatever is in it", () => {
    const back = rules.filter(({ target }) => target !== "topic");
    const names = back.map(({ name }) => name);
    for (const ofPeople of ["NeedsAttention", "ChatNotices"]) expect(names).not.toContain(ofPeople);
    for (const [, sample] of own)
      expect(back.filter(({ pattern }) => matchesPattern(pattern, sample))).toEqual([]);
    const sources = back.flatMap(({ pattern }) => z.array(z.string()).parse(pattern["source"]));
    expect(sources).not.toContain("moult");
  });
});
