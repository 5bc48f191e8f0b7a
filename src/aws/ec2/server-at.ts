import {
  DescribeInstanceConnectEndpointsCommand,
  DescribeInstancesCommand,
  type EC2Client,
} from "@aws-sdk/client-ec2";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import { asServer, isThere } from "./tagged-servers.ts";

/**
 * The server that has an address in the network of an endpoint of Instance Connect: the call that opens a tunnel names no server
 * (aws-facts 9.6), and an address is one server's in one network only. Undefined: no such server is there, or no such endpoint.
 */
export async function serverAt(
  client: EC2Client,
  { endpoint, address }: { readonly endpoint: string; readonly address: string },
): Promise<ServerFacts | undefined> {
  const asked = new DescribeInstanceConnectEndpointsCommand({
    Filters: [{ Name: "instance-connect-endpoint-id", Values: [endpoint] }],
  });
  const { InstanceConnectEndpoints = [] } = await client.send(asked);
  const network = InstanceConnectEndpoints[0]?.VpcId;
  if (network === undefined) return undefined;
  const by = address.includes(":") ? "network-interface.ipv6-addresses.ipv6-address" : "private-ip-address";
  const { Reservations = [] } = await client.send(
    new DescribeInstancesCommand({
      Filters: [
        { Name: "vpc-id", Values: [network] },
        { Name: by, Values: [address] },
      ],
    }),
  );
  const [instance] = Reservations.flatMap(({ Instances = [] }) => Instances).filter(isThere);
  return instance && asServer(instance);
}
