import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readImageEvent } from "../../../src/detect/image-published/read-image-event.ts";

const IN = new URL("../../../events/in/", import.meta.url);
const sample = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`${name}.json`, IN), "utf8"));
const detailOf = (event: Record<string, unknown>) => event["detail"] as Record<string, unknown>;

const head = {
  region: "us-east-1",
  account: "123456789012",
  saidAt: Date.UTC(2026, 10, 20, 10),
  fleet: null,
};

describe("readImageEvent", () => {
  it("reads a build of Image Builder by its ARN: the event has no AMI id", () => {
    expect(readImageEvent(sample("imagebuilder-image-state-change-available"))).toEqual({
      kind: "claim",
      claim: {
        ...head,
        eventId: "00000000-0000-4000-8000-000000000001",
        source: "aws.imagebuilder",
        subject: {
          kind: "build",
          build: "arn:aws:imagebuilder:us-east-1:123456789012:image/web-golden/1.0.0/1",
        },
      },
    });
  });

  it("reads an AMI", () => {
    expect(readImageEvent(sample("ec2-ami-state-change-available"))).toMatchObject({
      claim: { ...head, source: "aws.ec2", subject: { kind: "image", image: "ami-0abcdef1234567890" } },
    });
  });

  it.each(["create", "update", "update-ami-datatype"])("reads a parameter that saw a %s", (name) => {
    expect(readImageEvent(sample(`ssm-parameter-store-change-${name}`))).toMatchObject({
      claim: { ...head, subject: { kind: "parameter", parameter: "/immutable/web-prod/ami" } },
    });
  });

  it("reads what a build with Packer puts, with the fleet it means", () => {
    expect(readImageEvent(sample("packer-ami-published"))).toMatchObject({
      claim: {
        ...head,
        fleet: "web-prod",
        source: "packer.build",
        subject: { kind: "image", image: "ami-0abcdef1234567890" },
      },
    });
  });

  it("takes the region where Packer says the image is, not where it put the event", () => {
    const event = sample("packer-ami-published");
    const elsewhere = { ...event, detail: { ...detailOf(event), region: "eu-west-1" } };
    expect(readImageEvent(elsewhere)).toMatchObject({ claim: { region: "eu-west-1" } });
  });

  it.each([
    [
      "imagebuilder-image-state-change-available",
      { state: { status: "FAILED" } },
      "the build is FAILED, not AVAILABLE",
    ],
    ["ec2-ami-state-change-available", { State: "deregistered" }, "the image is deregistered, not available"],
    [
      "ssm-parameter-store-change-update",
      { operation: "Delete" },
      "the parameter saw a Delete, which names no image",
    ],
    [
      "ssm-parameter-store-change-update-ami-datatype",
      { exception: "Unable to Describe Resource" },
      "the new value was not accepted: Unable to Describe Resource",
    ],
  ])("ignores %s with %j", (name, change, reason) => {
    const event = sample(name);
    const changed = { ...event, detail: { ...detailOf(event), ...change } };
    expect(readImageEvent(changed)).toEqual({ kind: "ignored", eventId: event["id"], reason });
  });

  it("ignores an event of another kind, naming those it knows", () => {
    expect(readImageEvent(sample("states-execution-failed"))).toMatchObject({
      kind: "ignored",
      reason: expect.stringContaining("EC2 AMI State Change"),
    });
    const named = { ...sample("states-execution-failed"), "detail-type": "constructor" };
    expect(readImageEvent(named)).toMatchObject({ kind: "ignored" });
  });

  it("says all that is wrong with a malformed event, and which it was", () => {
    const event = sample("ec2-ami-state-change-available");
    expect(readImageEvent({ ...event, detail: { ImageId: "i-1", State: 1 } })).toEqual({
      kind: "malformed",
      eventId: event["id"],
      reason: expect.stringMatching(
        /detail\.ImageId: must be an image id such as ami-0123456789abcdef0; detail\.State: /,
      ),
    });
    expect(readImageEvent({ id: "e1" })).toMatchObject({ kind: "malformed", eventId: "e1" });
    expect(readImageEvent(null)).toMatchObject({ kind: "malformed", eventId: null });
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.anything(), (event) => {
        expect(["malformed", "ignored"]).toContain(readImageEvent(event).kind);
      }),
    );
  });

  it("never throws when a part of a sample is anything else", () => {
    const names = fc.constantFrom(...readdirSync(IN).map((file) => file.replace(/\.json$/, "")));
    const keys = fc.constantFrom("id", "time", "region", "account", "source", "detail");
    fc.assert(
      fc.property(names, keys, fc.jsonValue(), (name, key, value) => {
        const { kind } = readImageEvent({ ...sample(name), [key]: value });
        expect(["claim", "malformed", "ignored"]).toContain(kind);
      }),
    );
  });
});
