import type { LaunchFacts, ServerFacts } from "../../../src/domain/drift/server-facts.ts";

const METADATA = {
  httpEndpoint: "enabled",
  httpTokens: "required",
  hopLimit: 2,
  instanceMetadataTags: "disabled",
} as const;

/** What the servers of a generation are launched by, where nothing is left open. */
export const launch = (special: Partial<LaunchFacts> = {}): LaunchFacts => ({
  templateVersion: 7,
  image: "ami-0aaa",
  instanceTypes: ["t3.small"],
  securityGroups: ["sg-db", "sg-web"],
  subnets: ["subnet-a", "subnet-b"],
  instanceProfile: "web",
  keyPair: "deploy",
  monitoring: true,
  metadataOptions: METADATA,
  tags: { Name: "web", stage: "live" },
  ...special,
});

/** A server as it was launched by that. */
export const server = (special: Partial<ServerFacts> = {}): ServerFacts => ({
  id: "i-1",
  group: "web-g0001",
  launchedAt: 0,
  image: "ami-0aaa",
  instanceType: "t3.small",
  subnet: "subnet-b",
  securityGroups: ["sg-web", "sg-db"],
  instanceProfile: "arn:aws:iam::123456789012:instance-profile/web",
  keyPair: "deploy",
  monitoring: true,
  metadataOptions: METADATA,
  tags: { Name: "web", stage: "live", "aws:ec2launchtemplate:version": "7", "moult:fleet": "web" },
  ...special,
});
