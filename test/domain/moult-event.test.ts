import { expect, test } from "vitest";
import { moultEvent } from "../../src/domain/moult-event.ts";

const rollout = { fleet: "web", rollout: "r-1", reason: "image", imageFrom: null, imageTo: "ami-2" };

test.each(["Rollout Started", "Rollout Succeeded", "Rollout Rolled Back", "Rollout Refused"])(
  "%s names the fleet, the rollout, why and the images",
  (type) => {
    const event = { source: "moult", "detail-type": type, detail: rollout };
    expect(moultEvent.parse({ ...event, id: "1" })).toEqual({ ...event, id: "1" });
    expect(moultEvent.safeParse({ ...event, source: "aws.ec2" }).success).toBe(false);
    for (const key of ["fleet", "rollout"]) {
      expect(moultEvent.safeParse({ ...event, detail: { ...rollout, [key]: "" } }).success).toBe(false);
    }
    for (const key of Object.keys(rollout)) {
      expect(moultEvent.safeParse({ ...event, detail: { ...rollout, [key]: 1 } }).success).toBe(false);
    }
  },
);

test("Fleet Needs Attention names the fleet and what was found", () => {
  const detail = { fleet: "web", irregularity: "group web is gone" };
  const event = { source: "moult", "detail-type": "Fleet Needs Attention", detail };
  expect(moultEvent.parse(event)).toEqual(event);
  expect(moultEvent.safeParse({ ...event, source: "aws.ec2" }).success).toBe(false);
  expect(moultEvent.safeParse({ ...event, detail: { ...detail, fleet: "" } }).success).toBe(false);
  expect(moultEvent.safeParse({ ...event, detail: { ...detail, irregularity: "" } }).success).toBe(false);
});

test("nothing else is one of moult's events", () => {
  const event = { source: "moult", "detail-type": "Rollout Paused", detail: rollout };
  expect(moultEvent.safeParse(event).success).toBe(false);
});
