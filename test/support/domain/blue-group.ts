import type { AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import { blueprint, type GroupExtras } from "../../../src/domain/group/group-blueprint.ts";

export const TG = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup";
export const BLUE_TARGETS = `${TG}/web-a/111`;
export const GREEN_TARGETS = `${TG}/web-b/222`;

export const blue: AutoScalingGroup = {
  AutoScalingGroupName: "web-g0001",
  AutoScalingGroupARN: "arn:blue",
  LaunchTemplate: { LaunchTemplateId: "lt-1", LaunchTemplateName: "web", Version: "3" },
  MinSize: 2,
  MaxSize: 10,
  DesiredCapacity: 6,
  DefaultCooldown: 120,
  AvailabilityZones: ["us-east-1a", "us-east-1b"],
  VPCZoneIdentifier: "subnet-a,subnet-b",
  HealthCheckType: "EC2,ELB",
  HealthCheckGracePeriod: 90,
  CreatedTime: new Date(0),
  TargetGroupARNs: [BLUE_TARGETS],
};
export const none: GroupExtras = { hooks: [], policies: [], scheduledActions: [], notifications: [] };
export const green = {
  name: "web-g0002",
  size: 6,
  min: 6,
  max: 10,
  templateId: "lt-1",
  templateVersion: 4,
  targetGroups: [GREEN_TARGETS],
  joins: null,
  tags: { "moult:fleet": "web", "moult:generation": "2" },
};
export const createFrom = (change: Partial<AutoScalingGroup>, extras: Partial<GroupExtras> = {}) =>
  blueprint({ blue: { ...blue, ...change }, extras: { ...none, ...extras }, green }).create;
export const afterFrom = (change: Partial<AutoScalingGroup>, extras: Partial<GroupExtras> = {}) =>
  blueprint({ blue: { ...blue, ...change }, extras: { ...none, ...extras }, green }).after;
