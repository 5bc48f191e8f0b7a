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
export type ServiceName = keyof Clients;

/** What a client is made with: everything that differs between AWS, an endpoint and the simulator in process. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint?: string;
  /** Default: those of the SDK's chain, with profiles and single sign-on. */
  readonly credentials?: NonNullable<EC2ClientConfig["credentials"]>;
  /** Leads calls somewhere else than the network; the simulator's handler goes here. */
  readonly requestHandler?: NonNullable<EC2ClientConfig["requestHandler"]>;
}

/** Makes one client. Each file of this folder that talks to a service exports the factory of its client. */
export type ClientFactory<Service extends ServiceName> = (settings: ClientSettings) => Clients[Service];
export type ClientFactories<Service extends ServiceName> = { readonly [S in Service]: ClientFactory<S> };
