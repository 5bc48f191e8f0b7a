import { DescribeLaunchTemplatesCommand, type EC2Client } from "@aws-sdk/client-ec2";

/** A client for one look: launch templates that several ask for are read once. What it answers is as old as its first answer. */
export function templatesOnce(client: EC2Client): EC2Client {
  const answers = new Map<string, Promise<unknown>>();
  const send = (command: Parameters<EC2Client["send"]>[0]): Promise<unknown> => {
    if (!(command instanceof DescribeLaunchTemplatesCommand)) return client.send(command);
    const question = JSON.stringify(command.input);
    const answer = answers.get(question) ?? client.send(command);
    answers.set(question, answer);
    return answer;
  };
  return { send } as unknown as EC2Client;
}
