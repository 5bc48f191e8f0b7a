import { DescribeLaunchTemplatesCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { askedOnce } from "../asked-once.ts";

type Command = Parameters<EC2Client["send"]>[0];

/** A client for one look: launch templates that several ask for are read once, all else as often as it is asked for. */
export function templatesOnce(client: EC2Client): EC2Client {
  const each = (command: Command): Promise<unknown> => client.send(command);
  const once = askedOnce(each);
  const send = (command: Command): Promise<unknown> =>
    command instanceof DescribeLaunchTemplatesCommand ? once(command) : each(command);
  return { send } as unknown as EC2Client;
}
