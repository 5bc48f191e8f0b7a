import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { moultEvent } from "../../src/domain/moult-event.ts";

const TESTS = new URL("../", import.meta.url);
const types = moultEvent.options.map(({ shape }) => shape["detail-type"].value);

/** Where a scenario has the bus take an event of the type, and expects it by its name: each of them fails where one comes twice (expectPublished). */
const PUBLISHED_BY: Readonly<Record<(typeof types)[number], string>> = {
  "Rollout Started": "scenarios/whole-events",
  "Rollout Succeeded": "scenarios/published-in-passing",
  "Rollout Rolled Back": "scenarios/whole-events",
  "Rollout Superseded": "scenarios/whole-events",
  "Rollout Needs Person": "scenarios/spoken",
  "Rollout Refused": "scenarios/back-off",
  "Rollout Paused": "scenarios/published-acts",
  "Rollout Resumed": "scenarios/published-acts",
  "Rollout Promoted": "scenarios/published-acts",
  "Traffic Shifted": "scenarios/published-in-passing",
  "Nothing To Do": "scenarios/published-in-passing",
  "Rollout Waiting": "scenarios/windows",
  "Recycle Started": "scenarios/recycle-told",
  "Recycle Succeeded": "scenarios/recycle-told",
  "Recycle Rolled Back": "scenarios/recycle-told",
  "Recycle Superseded": "scenarios/recycle-told",
  "Recycle Needs Person": "scenarios/recycle-told",
  "Recycle Refused": "scenarios/recycle-told",
  "Recycle Paused": "scenarios/recycle-told",
  "Recycle Resumed": "scenarios/recycle-told",
  "Fleet Needs Attention": "scenarios/spoken",
  "Account Needs Attention": "detect/scan/incomplete",
  "Attention Cleared": "scenarios/published-in-passing",
  "Instance Age Threshold Reached": "detect/scan/scan",
  "Instance Drift Detected": "scenarios/claims",
  "Instance Access Detected": "scenarios/logged-into",
  "Instance Maintenance Scheduled": "scenarios/scheduled-by-aws",
  "Approval Wanted": "scenarios/approval-before-launch",
  "Approval Given": "scenarios/approval-before-launch",
  "Approval Rejected": "scenarios/approval-answers",
  "Approval Deadline Passed": "scenarios/approval-before-shift",
  "Image Quarantined": "scenarios/whole-events",
  "Quarantine Lifted": "scenarios/whole-events",
  "Freeze Set": "scenarios/whole-events",
  "Freeze Lifted": "scenarios/whole-events",
  "Freeze About To End": "scenarios/published-in-passing",
  "Declaration Changed": "scenarios/published-acts",
  "Stack Upgraded": "scenarios/published-in-passing",
};

test.each(types)("%s is published by a scenario that expects it", (type) => {
  const text = readFileSync(new URL(`${PUBLISHED_BY[type]}.test.ts`, TESTS), "utf8");
  expect(text).toContain(`"${type}"`);
});
