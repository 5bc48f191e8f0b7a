import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readInstanceEvent } from "../../../src/detect/instance-reported/read-instance-event.ts";

const IN = new URL("../../../events/in/", import.meta.url);
const sample = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`fleet-watch-instance-${name}.json`, IN), "utf8")) as Record<
    string,
    unknown
  >;
const drift = sample("drift-detected");

describe("readInstanceEvent", () => {
  it("reads who says what of which server, and when", () => {
    expect(readInstanceEvent(drift)).toEqual({
      kind: "claim",
      claim: {
        eventId: "00000000-0000-4000-8000-000000000061",
        source: "fleet.watch",
        account: "123456789012",
        region: "us-east-1",
        saidAt: Date.UTC(2026, 10, 20, 10),
        says: "Instance Drift Detected",
        instance: "i-0123456789abcdef0",
      },
    });
    const age = readInstanceEvent(sample("age-threshold-reached"));
    expect(age).toMatchObject({ kind: "claim", claim: { says: "Instance Age Threshold Reached" } });
  });

  it("takes the server's region before that of the bus", () => {
    const elsewhere = { ...drift, detail: { instance: "i-01234567", region: "eu-west-1" } };
    expect(readInstanceEvent(elsewhere)).toMatchObject({ claim: { region: "eu-west-1" } });
  });

  it.each([
    ["no object", "a text", null, /^event: /],
    ["without a source", { ...drift, source: undefined }, drift["id"], /^source: /],
    ["without a detail", { ...drift, detail: undefined }, drift["id"], /^detail: /],
    ["of a host name", { ...drift, detail: { instance: "web-1" } }, drift["id"], /must be an instance id/],
    ["of many servers", { ...drift, detail: { instance: ["i-01234567"] } }, drift["id"], /detail\.instance/],
    [
      "of 12 hexadecimal digits",
      { ...drift, detail: { instance: "i-0123456789ab" } },
      drift["id"],
      /id such/,
    ],
  ])("finds one malformed that is %s", (_what, event, eventId, reason) => {
    const read = readInstanceEvent(event);
    expect(read).toMatchObject({ kind: "malformed", eventId });
    expect(read).toHaveProperty("reason", expect.stringMatching(reason));
  });

  it("ignores one of another type, and says so in few words", () => {
    const long = { ...drift, "detail-type": "x".repeat(256) };
    const read = readInstanceEvent(long) as { kind: string; reason: string };
    expect(read.kind).toBe("ignored");
    expect(read.reason).toMatch(/^"x+" says nothing of a server; known are Instance Drift Detected/);
    expect(read.reason.length).toBeLessThanOrEqual(500);
  });
});
