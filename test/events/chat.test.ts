import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { wholeDetail } from "../../src/domain/outbox/whole-detail.ts";
import { transformed } from "../support/events/input-transformer.ts";

const ROOT = new URL("../../", import.meta.url);
const OUT = new URL("events/out/", ROOT);
const ofResource = z.object({
  Properties: z.looseObject({
    EventPattern: z.object({ "detail-type": z.array(z.string()) }),
    Targets: z.tuple([
      z.looseObject({
        InputTransformer: z.object({
          InputPathsMap: z.record(z.string(), z.string()),
          InputTemplate: z.string(),
        }),
      }),
    ]),
  }),
});

/** A rule of a file, with what it makes of events. */
function ruleOf(file: string, name: string) {
  const tag = (each: string) => ({ tag: each, resolve: (text: string) => text });
  const options = { customTags: [tag("!Ref"), tag("!GetAtt"), tag("!Sub")] };
  const { Resources } = parse(readFileSync(new URL(file, ROOT), "utf8"), options) as {
    Resources: Record<string, unknown>;
  };
  const { EventPattern, Targets } = ofResource.parse(Resources[name]).Properties;
  return { types: EventPattern["detail-type"], transformer: Targets[0].InputTransformer };
}

const samples = readdirSync(OUT).map((name) => {
  const event = JSON.parse(readFileSync(new URL(name, OUT), "utf8")) as {
    "detail-type": string;
    detail: object;
  };
  return { name, type: event["detail-type"], event };
});

/** What Amazon Q Developer takes as a custom notification; what is otherwise it drops without an error. */
const customNotification = z.strictObject({
  version: z.literal("1.0"),
  source: z.literal("custom"),
  id: z.string().min(1),
  content: z.strictObject({
    textType: z.literal("client-markdown"),
    title: z.string().min(1).max(250),
    description: z.string().min(1).max(8000),
    nextSteps: z.array(z.string().min(1)).min(1),
    keywords: z.array(z.string().min(1)),
  }),
  metadata: z.strictObject({
    threadId: z.string().min(1),
    summary: z.string().min(1),
    eventType: z.string().min(1),
    relatedResources: z.array(z.string().min(1)),
  }),
});

/** What Slack takes by a webhook: a header has 150 characters, a plain text 3,000. */
const text = (most: number) =>
  z.strictObject({ type: z.literal("plain_text"), text: z.string().min(1).max(most) });
const slackMessage = z.strictObject({
  text: z.string().min(1),
  blocks: z.tuple([
    z.strictObject({ type: z.literal("header"), text: text(150) }),
    z.strictObject({ type: z.literal("section"), text: text(3000) }),
    z.strictObject({ type: z.literal("context"), elements: z.array(text(3000)) }),
  ]),
});

describe.each([
  ["resources/chat.yml", "ChatNotices", customNotification],
  ["examples/chat/slack-webhook.yml", "Notices", slackMessage],
] as const)("%s", (file, name, form) => {
  const { types, transformer } = ruleOf(file, name);

  it("takes types that there are", () => {
    const known = samples.map(({ type }) => type);
    expect(types.filter((each) => !known.includes(each))).toEqual([]);
    expect(new Set(types).size).toBe(types.length);
  });

  it.each(samples)("makes a message of $name, with every path in it", ({ event }) => {
    expect(form.safeParse(transformed(transformer, event)).error).toBeUndefined();
  });

  it("makes one of what an older version kept, and of words with quotes, lines and markup in them", () => {
    const odd = 'he said "no"\n<b> \\ <title> ${x}';
    const detail = wholeDetail({
      id: "1",
      detailType: "Rollout Refused",
      detail: { fleet: "web", outcomeReason: odd },
    });
    const event = { ...samples[0]?.event, "detail-type": "Rollout Refused", detail };
    const message = form.parse(transformed(transformer, event));
    expect(JSON.stringify(message)).toContain('he said \\"no\\" <b>');
  });

  it("would be dropped where a path is missing: nothing else says so", () => {
    const [{ event } = { event: { detail: {} } }] = samples;
    const { sentence: _, ...detail } = event.detail as Record<string, unknown>;
    expect(() => transformed(transformer, { ...event, detail })).toThrow(
      "$.detail.sentence leads to nothing",
    );
  });
});

it("all of one rollout comes in one thread, and the account's in its own", () => {
  const { transformer } = ruleOf("resources/chat.yml", "ChatNotices");
  const threadOf = (name: string) => {
    const { event } = samples.find((each) => each.name === name) ?? {};
    const made = customNotification.parse(transformed(transformer, event));
    return [made.metadata.threadId, made.content.title];
  };
  const [started, succeeded] = [threadOf("rollout-started.json"), threadOf("rollout-succeeded.json")];
  expect(started[0]).toBe(succeeded[0]);
  expect([started[1], succeeded[1]]).toEqual(["▸ web: rollout started", "✓ web: rollout succeeded"]);
  expect(threadOf("account-needs-attention.json")[0]).toBe("account");
});
