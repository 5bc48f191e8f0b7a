import { CreateInstanceConnectEndpointCommand } from "@aws-sdk/client-ec2";
import { logIn } from "../../../simulator/services/ec2/connect/logins.ts";
import type { Web } from "./harness.ts";

/** Somebody is let into a server, and all that comes of it at once has come. */
export async function letIn(web: Web, server: string, session: Parameters<typeof logIn>[2]): Promise<void> {
  logIn(web.simulator.world, server, session);
  await web.minutes(0.5);
}

/** An endpoint of Instance Connect in the network of the fleet's servers. Answers its id. */
export async function createEndpoint({ person, simulator }: Web): Promise<string> {
  const [SubnetId] = simulator.world.state.subnets.keys();
  const { InstanceConnectEndpoint } = await person.ec2.send(
    new CreateInstanceConnectEndpointCommand({ SubnetId }),
  );
  return InstanceConnectEndpoint?.InstanceConnectEndpointId ?? "";
}
