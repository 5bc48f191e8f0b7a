import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { TRUSTED_SOURCES } from "../../rehearsal/deployed.ts";
import type { BusEvent } from "../../simulator/world/world.ts";
import { readImageEvent } from "../../src/detect/image-published/read-image-event.ts";
import { readInstanceEvent } from "../../src/detect/instance-reported/read-instance-event.ts";
import { moultEvent } from "../../src/domain/moult-event.ts";
import { wholeDetail } from "../../src/domain/outbox/whole-detail.ts";
import { parseExactly } from "../support/scenarios/published.ts";

const AT = Date.parse("2026-11-20T10:00:00Z");
/** As GitHub makes them of headings. */
const ANCHORS = readFileSync(new URL("../../docs/runbook.md", import.meta.url), "utf8")
  .split("\n")
  .flatMap((line) =>
    /^#+ /.test(line)
      ? [
          line
            .replace(/^#+ /, "")
            .toLowerCase()
            .replaceAll(/[^a-z0-9 -]/g, "")
            .replaceAll(" ", "-"),
        ]
      : [],
  );
const EVENTS = new URL("../../events/", import.meta.url);
const namesIn = (folder: string) => readdirSync(new URL(folder, EVENTS)).sort();
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, EVENTS), "utf8"));

describe("events/in", () => {
  const names = namesIn("in/");

  it("has a sample of everything that is accepted", () => {
    expect(names).toEqual([
      "cloudtrail-ec2-instance-connect-send-ssh-public-key.json",
      "cloudtrail-ec2-modify-instance-attribute.json",
      "cloudtrail-ssm-start-session.json",
      "ec2-ami-state-change-available.json",
      "ec2-instance-rebalance-recommendation.json",
      "ec2-spot-instance-interruption-warning.json",
      "fleet-watch-instance-age-threshold-reached.json",
      "fleet-watch-instance-drift-detected.json",
      "health-ec2-instance-retirement-scheduled.json",
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

  const isOfServers = (name: string) => /-instance-|^cloudtrail-/.test(name);
  const isClaimed = (name: string) => name.startsWith("fleet-watch-");

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

  it.each(names.filter((name) => isOfServers(name) && !isClaimed(name)))("%s is AWS's own word", (name) => {
    expect(["login", "notice", "departure"]).toContain(readInstanceEvent(read(`in/${name}`)).kind);
  });

  it.each(names.filter(isClaimed))("%s is what a trusted source says of a server", (name) => {
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
      "Approval Deadline Passed",
      "Approval Given",
      "Approval Rejected",
      "Approval Wanted",
      "Attention Cleared",
      "Declaration Changed",
      "Fleet Needs Attention",
      "Freeze About To End",
      "Freeze Lifted",
      "Freeze Set",
      "Image Quarantined",
      "Instance Access Detected",
      "Instance Age Threshold Reached",
      "Instance Drift Detected",
      "Instance Maintenance Scheduled",
      "Nothing To Do",
      "Quarantine Lifted",
      "Recycle Needs Person",
      "Recycle Paused",
      "Recycle Refused",
      "Recycle Resumed",
      "Recycle Rolled Back",
      "Recycle Started",
      "Recycle Succeeded",
      "Recycle Superseded",
      "Rollout Needs Person",
      "Rollout Paused",
      "Rollout Promoted",
      "Rollout Refused",
      "Rollout Resumed",
      "Rollout Rolled Back",
      "Rollout Started",
      "Rollout Succeeded",
      "Rollout Superseded",
      "Rollout Waiting",
      "Stack Upgraded",
      "Traffic Shifted",
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

  it.each(names)("%s says what every event says, and the runbook has its article", (name) => {
    const { id, "detail-type": detailType, detail } = read(`out/${name}`) as BusEvent;
    expect(id).not.toBe(detail["id"]);
    const { id: key, ...kept } = detail;
    // Nothing is added to one that is whole.
    expect(wholeDetail({ id: String(key), detailType, detail: kept, keptAt: AT })).toEqual(detail);
    const [, anchor] = String((detail["links"] as { runbook: string }).runbook).split("#");
    expect(ANCHORS).toContain(anchor);
  });

  it("an event that an older version kept is whole when it is sent, and one that nobody knows, too", () => {
    const old = {
      id: "r-1",
      detailType: "Rollout Started",
      detail: { fleet: "web", rollout: "r", reason: "image" },
    };
    expect(wholeDetail({ ...old, keptAt: AT })).toMatchObject({
      key: "r-1",
      sentence: "image",
      endsAt: null,
      by: null,
    });
    const odd = wholeDetail({ id: "x", detailType: "Something New", detail: {} });
    expect(Object.keys(wholeDetail(old)).filter((each) => !(each in odd))).toEqual([]);
    expect(odd).toMatchObject({ fleet: null, thread: "account", next: ["moult fleet list"] });
  });
});
