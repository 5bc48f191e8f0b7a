import { expect, test } from "vitest";
import { moultEvent } from "../../src/domain/moult-event.ts";
import { attentionKinds } from "../../src/domain/outbox/attention-kinds.ts";
import { wholeDetail } from "../../src/domain/outbox/whole-detail.ts";

const rollout = {
  id: "rollout-started-r-1",
  fleet: "web",
  rollout: "r-1",
  reason: "image",
  imageFrom: null,
  imageTo: "ami-2",
  outcomeReason: null,
};

test.each([
  ["Rollout Started", {}],
  ["Rollout Succeeded", {}],
  ["Rollout Rolled Back", { by: "ada@laptop" }],
  ["Rollout Needs Person", {}],
  ["Rollout Refused", {}],
  ["Rollout Paused", { by: "ada@laptop", until: "2026-11-21T10:00:00.000Z" }],
  ["Rollout Resumed", { by: "moult" }],
  ["Rollout Promoted", { by: "ada@laptop" }],
] as const)("%s names the fleet, the rollout, why and the images", (type, more) => {
  const { id, ...kept } = { ...rollout, ...more };
  const detail = wholeDetail({ id, detailType: type, detail: kept, keptAt: 7 });
  const event = { source: "moult", "detail-type": type, detail };
  expect(moultEvent.parse({ ...event, id: "1" })).toEqual({ ...event, id: "1" });
  expect(moultEvent.safeParse({ ...event, source: "aws.ec2" }).success).toBe(false);
  for (const key of ["fleet", "rollout"]) {
    expect(moultEvent.safeParse({ ...event, detail: { ...detail, [key]: "" } }).success).toBe(false);
  }
  for (const key of Object.keys(detail).filter((each) => each !== "revision")) {
    expect(moultEvent.safeParse({ ...event, detail: { ...detail, [key]: 1 } }).success).toBe(false);
  }
});

test("Fleet Needs Attention names the fleet and what was found", () => {
  const kept = {
    fleet: "web",
    kind: "irregularity",
    irregularity: "group web is gone",
    commands: ["moult history web"],
    since: "2026-11-20T10:00:00.000Z",
  };
  const detail = wholeDetail({
    id: "web-irregularity-1-0",
    detailType: "Fleet Needs Attention",
    detail: kept,
    keptAt: 7,
  });
  const event = { source: "moult", "detail-type": "Fleet Needs Attention", detail };
  expect(moultEvent.parse(event)).toEqual(event);
  expect(moultEvent.safeParse({ ...event, source: "aws.ec2" }).success).toBe(false);
  expect(moultEvent.safeParse({ ...event, detail: { ...detail, fleet: "" } }).success).toBe(false);
  expect(moultEvent.safeParse({ ...event, detail: { ...detail, irregularity: "" } }).success).toBe(false);
  for (const kind of attentionKinds)
    expect(moultEvent.safeParse({ ...event, detail: { ...detail, kind } }).success).toBe(true);
  for (const odd of [{ kind: "odd" }, { commands: [] }, { since: "yesterday" }, { id: "" }])
    expect(moultEvent.safeParse({ ...event, detail: { ...detail, ...odd } }).success).toBe(false);
});

test("nothing else is one of moult's events", () => {
  const event = { source: "moult", "detail-type": "Rollout Odd", detail: rollout };
  expect(moultEvent.safeParse(event).success).toBe(false);
});
