import type { World } from "../../../world/world.ts";

/** The call by which somebody is let into a server: its service, and what CloudTrail keeps of what was asked. */
const CALLS = {
  StartSession: ["ssm", (id: string) => ({ target: id })],
  SendSSHPublicKey: [
    "ec2-instance-connect",
    (id: string) => ({ instanceId: id, instanceOSUser: "ec2-user", sSHPublicKey: "ssh-ed25519 EXAMPLE" }),
  ],
  SendSerialConsoleSSHPublicKey: [
    "ec2-instance-connect",
    (id: string) => ({ instanceId: id, serialPort: 0, sSHPublicKey: "ssh-ed25519 EXAMPLE" }),
  ],
} as const;

interface Session {
  readonly by: string;
  readonly call?: keyof typeof CALLS;
  /** Code with which it was refused; not there: somebody was let in. */
  readonly refused?: string;
}

/**
 * Somebody is let into a running server, or tries, as an act of the world: what CloudTrail tells of it on the bus (aws-facts 9.6).
 * Nothing on the server changes. Throws for a server that does not run.
 */
export function logIn(world: World, id: string, { by, call = "StartSession", refused }: Session): void {
  if (world.state.instances.get(id)?.state !== "running") throw new RangeError(`${id} is no running server`);
  const [service, asked] = CALLS[call];
  tell(world, { service, call, by, asked: asked(id), ...(refused === undefined ? {} : { refused }) });
}

/** Somebody opens a tunnel to an address through an endpoint of Instance Connect: the call names no server. */
export function openTunnel(
  world: World,
  { by, endpoint, address }: { readonly by: string; readonly endpoint: string; readonly address: string },
): void {
  const asked = {
    instanceConnectEndpointId: endpoint,
    maxTunnelDuration: "3600",
    remotePort: "22",
    privateIpAddress: address,
  };
  tell(world, { service: "ec2-instance-connect", call: "OpenTunnel", by, asked });
}

interface Call {
  readonly service: string;
  readonly call: string;
  readonly by: string;
  readonly asked: Readonly<Record<string, unknown>>;
  readonly refused?: string;
}

function tell(world: World, { service, call, by, asked, refused }: Call): void {
  const { account, region, partition } = world;
  const role = `arn:${partition}:sts::${account}:assumed-role/Admin/${by}`;
  world.emit({
    "detail-type": "AWS API Call via CloudTrail",
    source: `aws.${service}`,
    resources: [],
    detail: {
      eventVersion: "1.08",
      userIdentity: {
        type: "AssumedRole",
        principalId: `AROAEXAMPLEID0000000:${by}`,
        arn: role,
        accountId: account,
      },
      eventTime: new Date(world.now()).toISOString().replace(/\.\d{3}Z$/, "Z"),
      eventSource: `${service}.amazonaws.com`,
      eventName: call,
      awsRegion: region,
      sourceIPAddress: "203.0.113.10",
      requestParameters: asked,
      ...(refused === undefined ? {} : { errorCode: refused }),
      responseElements: refused === undefined ? {} : null,
      eventID: world.newUuid(),
      readOnly: false,
      eventType: "AwsApiCall",
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: "Management",
    },
  });
}
