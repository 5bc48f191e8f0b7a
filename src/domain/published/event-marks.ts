import type { ExplainedState } from "../explain/explanation.ts";
import type { MoultEvent } from "../moult-event.ts";

type Mark = readonly [ExplainedState, article: string];

/** How each type is marked, and where the runbook has more of it. */
const MARKS: Readonly<Record<MoultEvent["detail-type"], Mark>> = {
  "Rollout Started": ["moving", "why-a-fleet-stands-still"],
  "Rollout Succeeded": ["done", "why-a-fleet-stands-still"],
  "Rollout Rolled Back": ["failed", "rolledbackalarm"],
  "Rollout Superseded": ["done", "a-rollout-was-superseded"],
  "Rollout Needs Person": ["needs-person", "a-rollout-needs-a-person"],
  "Rollout Refused": ["failed", "admit-refused-a-rollout"],
  "Rollout Paused": ["waits", "pause-promote-go-back"],
  "Rollout Resumed": ["moving", "pause-promote-go-back"],
  "Rollout Promoted": ["moving", "pause-promote-go-back"],
  "Traffic Shifted": ["moving", "why-a-fleet-stands-still"],
  "Nothing To Do": ["done", "start-a-rollout-by-hand"],
  "Rollout Waiting": ["waits", "why-a-fleet-stands-still"],
  "Recycle Started": ["moving", "servers-replaced-in-place"],
  "Recycle Succeeded": ["done", "servers-replaced-in-place"],
  "Recycle Rolled Back": ["failed", "servers-replaced-in-place"],
  "Recycle Superseded": ["done", "a-rollout-was-superseded"],
  "Recycle Needs Person": ["needs-person", "a-recycle-left-servers"],
  "Recycle Refused": ["failed", "servers-replaced-in-place"],
  "Recycle Paused": ["waits", "pause-promote-go-back"],
  "Recycle Resumed": ["moving", "pause-promote-go-back"],
  "Fleet Needs Attention": ["attention", "what-needs-attention"],
  "Account Needs Attention": ["attention", "what-needs-attention"],
  "Attention Cleared": ["done", "what-needs-attention"],
  "Instance Age Threshold Reached": ["due", "servers-are-too-old"],
  "Instance Drift Detected": ["due", "a-server-drifted"],
  "Instance Access Detected": ["attention", "a-server-was-logged-into"],
  "Instance Maintenance Scheduled": ["due", "aws-will-end-boot-or-move-a-server"],
  "Approval Wanted": ["approval", "approvals"],
  "Approval Given": ["done", "approvals"],
  "Approval Rejected": ["failed", "approvals"],
  "Approval Deadline Passed": ["failed", "approvals"],
  "Image Quarantined": ["failed", "lift-a-quarantine"],
  "Quarantine Lifted": ["done", "lift-a-quarantine"],
  "Freeze Set": ["frozen", "freeze-everything"],
  "Freeze Lifted": ["done", "freeze-everything"],
  "Freeze About To End": ["frozen", "freeze-everything"],
  "Stack Upgraded": ["done", "after-an-upgrade"],
  "Declaration Changed": ["done", "why-a-fleet-stands-still"],
};

const UNKNOWN: Mark = ["attention", "alarms"];

/** The mark of an event; of a type that nobody knows, one that makes people look. */
export const eventMark = (detailType: string): Mark =>
  (MARKS as Readonly<Record<string, Mark>>)[detailType] ?? UNKNOWN;
