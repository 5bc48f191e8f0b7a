import {
  DescribeInstanceStatusCommand,
  type DescribeInstanceStatusCommandInput,
  type EC2Client,
  type InstanceStatus,
} from "@aws-sdk/client-ec2";
import { NOTICE_CODES, type ScheduledNotice } from "../../domain/notices/scheduled-notice.ts";

/** In one page (EC2/DescribeInstanceStatus): between 5 and 1,000, and not beside ids. */
const PAGE = 1000;
/** `event.code` is a filter of EC2's own: only servers that have one are in the answer, so that it is one page nearly always. */
const FILTERS = [{ Name: "event.code", Values: [...NOTICE_CODES] }];

export type Notices = ReadonlyMap<string, readonly ScheduledNotice[]>;

/** What AWS has scheduled for servers of this account, by instance id: for all, or for one. */
export async function scheduledNotices(client: EC2Client, only?: string): Promise<Notices> {
  const found = new Map<string, ScheduledNotice[]>();
  let token: string | undefined;
  do {
    const asked: DescribeInstanceStatusCommandInput =
      only === undefined
        ? { Filters: FILTERS, MaxResults: PAGE, NextToken: token }
        : { InstanceIds: [only], NextToken: token };
    const { InstanceStatuses = [], NextToken } = await client.send(new DescribeInstanceStatusCommand(asked));
    for (const each of InstanceStatuses) found.set(each.InstanceId ?? "", noticesOf(each));
    token = NextToken === "" ? undefined : NextToken;
  } while (token !== undefined);
  return found;
}

const noticesOf = ({ Events = [] }: InstanceStatus): ScheduledNotice[] =>
  Events.map(({ InstanceEventId, Code, Description, NotBefore }) => ({
    id: InstanceEventId ?? "",
    code: Code ?? "",
    description: Description ?? "",
    notBefore: NotBefore?.getTime() ?? null,
  }));
