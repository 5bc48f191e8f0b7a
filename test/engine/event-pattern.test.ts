import { describe, expect, test } from "vitest";
import { matchesPattern } from "../../src/engine/event-pattern.ts";

const EVENT = {
  source: "aws.ssm",
  "detail-type": "Parameter Store Change",
  resources: [
    "arn:aws:ssm:us-east-1:123456789012:parameter/images/web",
    "arn:aws:ec2:us-east-1::image/ami-1",
  ],
  detail: {
    name: "/images/web",
    operation: "Update",
    version: 3,
    description: null,
    address: "10.0.3.7",
    labels: [],
    tags: [
      { key: "fleet", value: "web" },
      { key: "stage", value: "prod" },
    ],
  },
};

describe("matchesPattern", () => {
  test.each([
    ["one of a list", { source: ["aws.ec2", "aws.ssm"] }],
    ["every field that is named", { source: ["aws.ssm"], detail: { operation: ["Create", "Update"] } }],
    ["one of the values that a list has", { resources: ["arn:aws:ec2:us-east-1::image/ami-1"] }],
    ["an object of a list that has all of it", { detail: { tags: { key: ["stage"], value: ["prod"] } } }],
    ["a prefix", { detail: { name: [{ prefix: "/images/" }] } }],
    ["a value or a prefix", { detail: { name: ["/other", { prefix: "/images/" }] } }],
    ["a prefix in any case", { detail: { name: [{ prefix: { "equals-ignore-case": "/IMAGES/" } }] } }],
    ["a suffix", { resources: [{ suffix: "/ami-1" }] }],
    ["a word in any case", { detail: { operation: [{ "equals-ignore-case": "UPDATE" }] } }],
    ["a wildcard", { detail: { name: [{ wildcard: "/im*s/*" }] } }],
    ["a wildcard's own star", { detail: { operation: [{ wildcard: "Up\\*" }, { wildcard: "Up*" }] } }],
    ["anything but a value", { source: [{ "anything-but": "moult" }] }],
    ["anything but several", { source: [{ "anything-but": ["moult", "aws.ec2"] }] }],
    ["anything but a prefix", { source: [{ "anything-but": { prefix: "moult" } }] }],
    ["anything but several endings", { source: [{ "anything-but": { suffix: [".ec2", ".s3"] } }] }],
    ["a number", { detail: { version: [3] } }],
    ["a number between two", { detail: { version: [{ numeric: [">", 2, "<=", 3] }] } }],
    ["an address", { detail: { address: [{ cidr: "10.0.0.0/16" }] } }],
    ["null", { detail: { description: [null] } }],
    ["a field that is there", { detail: { version: [{ exists: true }] } }],
    ["null is there", { detail: { description: [{ exists: true }] } }],
    ["a field that is not there", { detail: { exception: [{ exists: false }] } }],
    ["nor what it would be in", { detail: { state: { reason: [{ exists: false }] } } }],
    ["an empty list is not there", { detail: { labels: [{ exists: false }] } }],
    ["an object has no value of its own", { detail: [{ exists: false }] }],
    ["one of two choices", { $or: [{ source: ["aws.ec2"] }, { detail: { operation: ["Update"] } }] }],
  ])("takes an event by %s", (_what, pattern) => {
    expect(matchesPattern(pattern, EVENT)).toBe(true);
  });

  test.each([
    ["another value", { source: ["aws.ec2"] }],
    ["one field that differs", { source: ["aws.ssm"], detail: { operation: ["Delete"] } }],
    ["objects of a list that have it between them", { detail: { tags: { key: ["stage"], value: ["web"] } } }],
    ["another prefix", { detail: { name: [{ prefix: "/image/" }] } }],
    ["a prefix of what is no text", { detail: { version: [{ prefix: "3" }] } }],
    ["a wildcard that reaches too short", { detail: { name: [{ wildcard: "/images" }] } }],
    ["a dot that stands for itself", { source: [{ wildcard: "aws?ssm" }, { wildcard: "aws.s.m" }] }],
    ["anything but this value", { source: [{ "anything-but": ["aws.ssm"] }] }],
    ["anything but this prefix", { source: [{ "anything-but": { prefix: "aws." } }] }],
    ["anything but a value, of nothing", { detail: { exception: [{ "anything-but": "x" }] } }],
    ["a number above", { detail: { version: [{ numeric: [">", 2, "<", 3] }] } }],
    ["a number that is a text", { detail: { operation: [{ numeric: ["=", 3] }] } }],
    ["another network", { detail: { address: [{ cidr: "10.1.0.0/16" }, { cidr: "2001:db8::/32" }] } }],
    ["a field that is not there", { detail: { exception: [{ exists: true }] } }],
    ["a field that is there", { detail: { version: [{ exists: false }] } }],
    ["what is inside of a text", { source: { name: ["aws.ssm"] } }],
    ["the text of a number", { detail: { version: ["3"] } }],
    ["no choice", { $or: [{ source: ["aws.ec2"] }, { source: ["aws.s3"] }] }],
    ["a single choice, which is a field", { $or: [{ prefix: "aws." }] }],
  ])("does not take it by %s", (_what, pattern) => {
    expect(matchesPattern(pattern, EVENT)).toBe(false);
  });

  test.each([
    ["nothing", {}],
    ["nothing of a field", { detail: {} }],
    ["an empty list", { source: [] }],
    ["a value outside of a list", { source: "aws.ssm" }],
    ["a filter that there is not", { source: [{ begins: "aws" }] }],
    ["a filter of two kinds", { source: [{ prefix: "a", suffix: "m" }] }],
    ["two stars", { source: [{ wildcard: "a**" }] }],
    ["a wildcard of a number", { source: [{ wildcard: 3 }] }],
    ["a prefix of a number", { source: [{ prefix: 3 }] }],
    ["half a comparison", { detail: { version: [{ numeric: [">"] }] } }],
    ["a comparison that there is not", { detail: { version: [{ numeric: ["!=", 3] }] } }],
    ["anything but what is there", { source: [{ "anything-but": { exists: true } }] }],
    ["exists of a text", { source: [{ exists: "yes" }] }],
  ])("refuses a pattern that asks %s", (_what, pattern) => {
    expect(() => matchesPattern(pattern, EVENT)).toThrow("The event pattern is not valid");
  });
});
