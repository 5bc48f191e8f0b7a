import type { Agent } from "node:https";
import type { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { EC2Client, EC2ClientConfig } from "@aws-sdk/client-ec2";
import type { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { ImagebuilderClient } from "@aws-sdk/client-imagebuilder";
import type { SFNClient } from "@aws-sdk/client-sfn";
import type { SSMClient } from "@aws-sdk/client-ssm";

/**
 * The AWS clients by the name steps know them by. Types only: a bundle holds just the clients whose factory its own
 * handler imports (client-ec2 alone is 533 KB).
 */
export interface Clients {
  readonly ec2: EC2Client;
  readonly autoScaling: AutoScalingClient;
  readonly elbv2: ElasticLoadBalancingV2Client;
  readonly ssm: SSMClient;
  readonly cloudWatch: CloudWatchClient;
  readonly imageBuilder: ImagebuilderClient;
  readonly eventBridge: EventBridgeClient;
  readonly sfn: SFNClient;
}
/** The way to AWS and who goes it, the same for all clients of a process. */
export interface Connection {
  /** Default: those of the SDK's chain, with profiles and single sign-on. */
  readonly credentials?: NonNullable<EC2ClientConfig["credentials"]>;
  /** Through a proxy. It is the request handler's, not the client's: `withTimeLimits` hands it on. */
  readonly httpsAgent?: Agent;
}

export type ServiceName = keyof Clients;

/** What a client is made with: everything that differs between AWS, an endpoint and the simulator in process. */
export interface ClientSettings extends Connection {
  readonly region: string;
  readonly endpoint?: string;
  /** Leads calls somewhere else than the network; the simulator's handler goes here. */
  readonly requestHandler?: NonNullable<EC2ClientConfig["requestHandler"]>;
}

/** Makes one client. Each file of this folder that talks to a service exports the factory of its client. */
export type ClientFactory<Service extends ServiceName> = (settings: ClientSettings) => Clients[Service];
export type ClientFactories<Service extends ServiceName> = { readonly [S in Service]: ClientFactory<S> };

/** What a client is made with: it waits no longer than it may for a connection and for an answer. */
export function withTimeLimits<Limits extends object>(
  { httpsAgent, ...settings }: ClientSettings,
  limits: Limits,
) {
  return { requestHandler: { ...limits, ...(httpsAgent && { httpsAgent }) }, ...settings };
}
