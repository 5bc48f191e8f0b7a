import type { DataVolume, RootVolume, ServerProfile, ServerSettings } from "./server-state.ts";

/** How the servers of an image behave; set by image tags (`sim:boot-seconds` …) or by a scenario file. */
export interface ServerScript {
  /** From `running` until the operating system answers and the status checks can pass. */
  readonly bootSeconds: number;
  /** From booted until Systems Manager's agent has registered. */
  readonly agentSeconds: number;
  /** From booted until the service passes its health check; null: never. */
  readonly healthySeconds: number | null;
  /** From healthy until the service stops passing its health check; null: never. */
  readonly sickensSeconds: number | null;
  /** Exit code of any Run Command. */
  readonly commandExitCode: number;
  /** Exit codes of commands whose text contains `match`; the first that matches wins over `commandExitCode`. */
  readonly commandExitCodes: readonly CommandExitCode[];
  /** How long a Run Command takes. */
  readonly commandSeconds: number;
  /** How long commands take whose text contains `match`; the first that matches wins over `commandSeconds`. */
  readonly commandSecondsOf: readonly CommandSeconds[];
  /** Status that the service answers once healthy (the health check expects 200). */
  readonly httpStatus: number;
  /** Statuses of single paths, query left out; they win over `httpStatus`. */
  readonly httpStatusOf: readonly PathStatus[];
  /** Ports on which nothing listens; on all others the service does. */
  readonly closedPorts: readonly number[];
  /** Share of requests answered 5xx while the health check passes, 0 to 1. */
  readonly errorRate: number;
  /** From healthy until the service begins to answer with that rate of errors. */
  readonly errorsSeconds: number;
  /** How long the service takes for a request, on average. */
  readonly responseSeconds: number;
  /** A code the launch fails with (`InsufficientInstanceCapacity`); null: it launches. */
  readonly launchFailure: string | null;
}

/** `exitCode` for every Run Command whose text contains `match`. */
export interface CommandExitCode {
  readonly match: string;
  readonly exitCode: number;
}

/** `status` for every request to `path`. */
export interface PathStatus {
  readonly path: string;
  readonly status: number;
}

/** `seconds` for every Run Command whose text contains `match`. */
export interface CommandSeconds {
  readonly match: string;
  readonly seconds: number;
}

export const HEALTHY_SCRIPT: ServerScript = {
  bootSeconds: 25,
  agentSeconds: 0,
  healthySeconds: 10,
  sickensSeconds: null,
  commandExitCode: 0,
  commandExitCodes: [],
  commandSeconds: 3,
  commandSecondsOf: [],
  httpStatus: 200,
  httpStatusOf: [],
  closedPorts: [],
  errorRate: 0,
  errorsSeconds: 0,
  responseSeconds: 0.05,
  launchFailure: null,
};

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface ImageRecord {
  readonly imageId: string;
  /** The account that registered it, and its alias (`amazon`, `aws-marketplace`, `aws-backup-vault`) if it has one. */
  readonly owner: { readonly account: string; readonly alias: string | null };
  readonly public: boolean;
  name: string;
  architecture: "x86_64" | "arm64";
  state: "pending" | "available" | "failed" | "disabled" | "deregistered";
  createdAt: number;
  deprecatedAt: number | null;
  /** Those that this account can see: what it put there itself, also on images of others (EC2/Using_Tags). */
  tags: Tag[];
  description?: string;
  /** ImdsSupport v2.0: servers launched from it want tokens, unless the launch says otherwise. */
  readonly wantsTokens?: boolean;
  /** Behaviour given by a scenario file; image tags win over it. */
  script: Partial<ServerScript>;
}

/** Launch template data as the API takes it (RequestLaunchTemplateData), kept as given. */
export type LaunchTemplateData = Readonly<Record<string, unknown>> & {
  readonly ImageId?: string;
  readonly InstanceType?: string;
};

export interface LaunchTemplateVersionRecord {
  readonly number: number;
  readonly createdAt: number;
  readonly description: string | null;
  readonly data: LaunchTemplateData;
}

export interface LaunchTemplateRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  defaultVersion: number;
  latestVersion: number;
  /** The highest number ever given, when versions above `latestVersion` were deleted. */
  highestVersion?: number;
  /** By version number. Deleted versions are gone; their numbers are never used again. */
  versions: Map<number, LaunchTemplateVersionRecord>;
  tags: Tag[];
  /** The token of the call that made it. */
  clientToken?: string;
  /** Versions that idempotent calls made, by their client token. */
  clientTokens: Map<string, number>;
}

export type InstanceState = "pending" | "running" | "shutting-down" | "terminated" | "stopping" | "stopped";

export interface InstanceRecord {
  readonly id: string;
  /** Changes only with the root volume. */
  imageId: string;
  instanceType: string;
  readonly architecture: "x86_64" | "arm64";
  readonly subnetId: string;
  readonly zone: string;
  readonly privateIp: string;
  readonly launchTemplate: { readonly id: string; readonly version: number } | null;
  securityGroupIds: readonly string[];
  script: ServerScript;
  /** When its network interface was attached, which stays so. */
  readonly attachedAt: number;
  /** When it was started last: a stop and a start move it (aws-facts 8.8). */
  launchedAt: number;
  settings: ServerSettings;
  profile: ServerProfile | null;
  rootVolume: RootVolume;
  readonly dataVolumes: readonly DataVolume[];
  /** One per launch call; what DescribeInstances groups by. */
  readonly reservationId?: string;
  /** Its place among those that one call launched, from 0. */
  readonly launchIndex?: number;
  /** Bought as Spot: EC2 may take it back. */
  readonly spot?: true;
  /** Of the RunInstances call that launched it. */
  readonly clientToken?: string;
  state: InstanceState;
  stateReason: string | null;
  /** When it began to stop or to end. */
  transitionedAt?: number;
  runningAt: number | null;
  /** When the operating system is up: running + boot. Set when the instance starts running. */
  bootedAt: number | null;
  /** When the service passes its health check from; null: never. */
  healthyAt: number | null;
  /** When it stops passing again; null: never. May be set later by a scenario or a fault. */
  sickAt: number | null;
  /** When it begins to answer errors, at the rate of its script; null: not known yet. */
  errorsAt: number | null;
  terminatedAt: number | null;
  /** What EC2 has scheduled for it, and what of that is over since a week at most. */
  scheduled?: ScheduledEvent[];
  tags: Tag[];
}

/** An event that EC2 has scheduled for a server (EC2/InstanceStatusEvent). */
export interface ScheduledEvent {
  readonly id: string;
  readonly code: ScheduledEventCode;
  readonly notBefore: number;
  /** `[Completed] …` or `[Canceled] …` when it is over. */
  description: string;
}

export type ScheduledEventCode =
  | "instance-reboot"
  | "system-reboot"
  | "system-maintenance"
  | "instance-retirement"
  | "instance-stop";

/** An endpoint of Instance Connect: who may use it opens a tunnel to any address of its network. */
export interface ConnectEndpointRecord {
  readonly id: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly createdAt: number;
  readonly tags: Tag[];
}

export interface SubnetRecord {
  readonly id: string;
  /** The account that shares it by RAM; this one where none is given. */
  owner?: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly cidrBlock: string;
  /** Addresses not yet taken; launching takes one, termination gives it back. */
  freeAddresses: number;
  /** Host numbers of the addresses in use. */
  usedHosts?: Set<number>;
  /** Where the search for the next free host number goes on. */
  lastHost?: number;
  /** True while the zone has no capacity for new instances. */
  outOfCapacity?: boolean;
  /** True while the zone's service is disrupted. */
  disrupted?: boolean;
  tags?: Tag[];
}

export interface SecurityGroupRecord {
  readonly id: string;
  /** As a subnet's. */
  owner?: string;
  readonly vpcId: string;
  readonly name: string;
  tags?: Tag[];
}
