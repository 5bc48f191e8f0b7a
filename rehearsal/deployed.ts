import { readFileSync } from "node:fs";
import { parse } from "yaml";
import * as z from "zod";
import type { BusEvent } from "../simulator/world/world.ts";
import { matchesPattern } from "../src/engine/event-pattern.ts";
import { readRules } from "../src/engine/event-rules.ts";

const file = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

const deployment = z.object({ custom: z.object({ trustedSources: z.array(z.string()).min(1) }) });

/** Whose claims about servers the deployment hears. */
export const { trustedSources: TRUSTED_SOURCES } = deployment.parse(
  parse(file("serverless.yml"), { logLevel: "silent" }),
).custom;

/** Where the simulated account is, for `!Ref AWS::AccountId` (simulator/world/world.ts). */
const ACCOUNT = "123456789012";

const variables = {
  "self:custom.eventAccounts": JSON.stringify([ACCOUNT]),
  "self:custom.channels": "/images/",
  "self:custom.trustedSources": JSON.stringify(TRUSTED_SOURCES),
};
const RULES = ["resources/rules.yml", "resources/claim-rules.yml"].flatMap((path) =>
  readRules(file(path), variables),
);

/** Whether a deployed rule hands the event to the function that takes published images. */
export const isForImagePublished = (event: BusEvent): boolean => leadsTo("image-published", event);

/** Whether a deployed rule hands the event to the function that takes claims about servers. */
export const isForInstanceReported = (event: BusEvent): boolean => leadsTo("instance-reported", event);

const leadsTo = (name: string, event: BusEvent): boolean =>
  RULES.some(({ pattern, target }) => target === name && matchesPattern(pattern, { ...event }));
