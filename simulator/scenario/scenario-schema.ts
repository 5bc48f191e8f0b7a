import * as z from "zod";
import { BUILD_ARN } from "../services/imagebuilder/builds.ts";

const seconds = z.number().min(0);
const secondsOrNever = z
  .union([seconds, z.literal("never")])
  .transform((value) => (value === "never" ? null : value));
const httpStatus = z.int().min(100).max(599);
const exitCode = z.int().min(0).max(255);
const tags = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String));

const image = z.strictObject({
  id: z.string().regex(/^ami-[a-z0-9-]+$/, "must be ami- and small letters, digits or hyphens"),
  name: z.string().min(3).max(128),
  architecture: z.enum(["x86_64", "arm64"]).default("x86_64"),
  tags: tags.default({}),
  bootSeconds: seconds.optional(),
  agentSeconds: seconds.optional(),
  healthySeconds: secondsOrNever.optional(),
  sickensSeconds: secondsOrNever.optional(),
  commandExitCode: exitCode.optional(),
  commandExitCodes: z.array(z.strictObject({ match: z.string().min(1), exitCode })).optional(),
  commandSeconds: seconds.optional(),
  commandSecondsOf: z.array(z.strictObject({ match: z.string().min(1), seconds })).optional(),
  httpStatus: httpStatus.optional(),
  httpStatusOf: z.array(z.strictObject({ path: z.string().startsWith("/"), status: httpStatus })).optional(),
  closedPorts: z.array(z.int().min(1).max(65_535)).optional(),
  errorRate: z.number().min(0).max(1).optional(),
  errorsSeconds: z.number().min(0).optional(),
  responseSeconds: seconds.optional(),
  launchFailure: z.string().min(1).nullable().optional(),
});

const template = z.strictObject({
  id: z.string().regex(/^lt-[a-z0-9-]+$/, "must be lt- and small letters, digits or hyphens"),
  name: z.string().min(3).max(128),
  tags: tags.default({}),
  data: z.record(z.string(), z.unknown()),
});

const parameter = z.strictObject({
  name: z.string().min(1),
  value: z.string().min(1),
  type: z.enum(["String", "StringList", "SecureString"]).default("String"),
  dataType: z.enum(["text", "aws:ec2:image"]).default("text"),
  description: z.string().optional(),
});

const imageBuild = z.strictObject({
  arn: z.string().regex(BUILD_ARN, "must be an image build version ARN").optional(),
  name: z
    .string()
    .regex(/^[\w -]+$/, "must be letters, digits, spaces, - or _")
    .optional(),
  pipelineArn: z.string().optional(),
  amis: z.array(z.string()).min(1),
});

/** A scenario file after its keys were turned to camel case: what exists in the account at the start. */
export const Scenario = z.strictObject({
  images: z.array(image).default([]),
  templates: z.array(template).default([]),
  parameters: z.array(parameter).default([]),
  imageBuilds: z.array(imageBuild).default([]),
});

export type Scenario = z.infer<typeof Scenario>;
