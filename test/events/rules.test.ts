import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { matchesPattern } from "../../src/engine/event-pattern.ts";
import { readRules } from "../../src/engine/event-rules.ts";

const ROOT = new URL("../../", import.meta.url);
const OWN = "123456789012";
/** As the samples have them: their channels, and the machine whose executions they tell of. */
const FILLED_IN = {
  "AWS::AccountId": OWN,
  "self:custom.channels": "/immutable/",
  "self:custom.eventAccounts": JSON.stringify([OWN]),
  "self:custom.trustedSources": '["fleet.watch"]',
  Rollout: `arn:aws:states:us-east-1:${OWN}:stateMachine:rollout`,
  Retirement: `arn:aws:states:us-east-1:${OWN}:stateMachine:retirement`,
};

const rules = readdirSync(new URL("resources/", ROOT))
  .filter((name) => name.endsWith(".yml"))
  .flatMap((name) => readRules(readFileSync(new URL(`resources/${name}`, ROOT), "utf8"), FILLED_IN));
const rulesFor = (event: unknown): string[] =>
  rules.filter(({ pattern }) => matchesPattern(pattern, event)).map(({ name }) => name);

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
  [/states-execution-(failed|timed-out|aborted)\.json$/, "RolloutBroken"],
  [/out\/.*-needs-(attention|person)\.json$/, "NeedsAttention"],
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
    expect(rulesFor(sample)).toEqual(wantedFor(name));
    expect(rulesFor({ ...sample, account: "999999999999" })).toEqual([]);
  });

  // Lambda's detection of recursion does not know EventBridge: nothing would end such a circle.
  it("lead no event of moult's own back to moult, whatever is in it", () => {
    const back = rules.filter(({ target }) => target !== "topic");
    expect(back.map(({ name }) => name)).not.toContain("NeedsAttention");
    for (const [, sample] of own)
      expect(back.filter(({ pattern }) => matchesPattern(pattern, sample))).toEqual([]);
    const sources = back.flatMap(({ pattern }) => z.array(z.string()).parse(pattern["source"]));
    expect(sources).not.toContain("moult");
  });
});
