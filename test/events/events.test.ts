import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { TRUSTED_SOURCES } from "../../rehearsal/deployed.ts";
import { readImageEvent } from "../../src/detect/image-published/read-image-event.ts";
import { readInstanceEvent } from "../../src/detect/instance-reported/read-instance-event.ts";
import { moultEvent } from "../../src/domain/moult-event.ts";
import type { BusEvent } from "../../simulator/world/world.ts";
import { parseExactly } from "../support/scenarios/published.ts";

const EVENTS = new URL("../../events/", import.meta.url);
const namesIn = (folder: string) => readdirSync(new URL(folder, EVENTS)).sort();
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, EVENTS), "utf8"));

describe("events/in", () => {
  const names = namesIn("in/");

  it("has a sample of everything that is accepted", () => {
    expect(names).toEqual([
      "ec2-ami-state-change-available.json",
      "fleet-watch-instance-age-threshold-reached.json",
      "fleet-watch-instance-drift-detected.json",
      "imagebuilder-image-state-change-available.json",
      "packer-ami-published.json",
      "ssm-parameter-store-change-create.json",
      "ssm-parameter-store-change-update-ami-datatype.json",
      "ssm-parameter-store-change-update.json",
      "states-execution-aborted.json",
      "states-execution-failed.json",
      "states-execution-timed-out.json",
    ]);
  });

  const isOfServers = (name: string) => name.includes("-instance-");

  it.each(names.filter((name) => !name.startsWith("states-") && !isOfServers(name)))(
    "%s says that an image was published",
    (name) => {
      expect(readImageEvent(read(`in/${name}`))).toMatchObject({ kind: "claim" });
    },
  );

  it.each(names.filter((name) => name.startsWith("states-") || isOfServers(name)))(
    "%s says nothing of an image",
    (name) => {
      expect(readImageEvent(read(`in/${name}`))).toMatchObject({ kind: "ignored" });
    },
  );

  it.each(names.filter(isOfServers))("%s is what a trusted source says of a server", (name) => {
    const event = readInstanceEvent(read(`in/${name}`));
    expect(event).toMatchObject({ kind: "claim", claim: { instance: "i-0123456789abcdef0" } });
    expect(TRUSTED_SOURCES).toContain((event as { claim: { source: string } }).claim.source);
  });

  it.each(names.filter((name) => !isOfServers(name)))("%s says nothing of a server", (name) => {
    expect(readInstanceEvent(read(`in/${name}`))).toMatchObject({ kind: "ignored" });
  });
});

describe("events/out", () => {
  const names = namesIn("out/");

  it("has a sample of everything that is published", () => {
    const types = names.map((name) => moultEvent.parse(read(`out/${name}`))["detail-type"]);
    expect(types.sort()).toEqual([
      "Account Needs Attention",
      "Fleet Needs Attention",
      "Instance Age Threshold Reached",
      "Instance Drift Detected",
      "Rollout Needs Person",
      "Rollout Refused",
      "Rollout Rolled Back",
      "Rollout Started",
      "Rollout Succeeded",
    ]);
  });

  it.each(names)("%s is one of moult's own, with what its readers need", (name) => {
    const sample = read(`out/${name}`) as BusEvent;
    expect(moultEvent.parse(sample)).toEqual(sample);
    expect(parseExactly(sample)).toEqual(sample.detail);
    for (const key of Object.keys(sample.detail)) {
      const detail = Object.fromEntries(Object.entries(sample.detail).filter(([each]) => each !== key));
      expect(moultEvent.safeParse({ ...sample, detail }).success).toBe(false);
    }
    expect(moultEvent.safeParse({ ...sample, detail: { fleet: "web" } }).success).toBe(false);
    expect(moultEvent.safeParse({ ...sample, source: "aws.ec2" }).success).toBe(false);
  });
});
