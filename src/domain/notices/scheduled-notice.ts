import type { Finding } from "../findings/finding.ts";
import { formatInstant } from "../format-instant.ts";
import type { NoticeSettings } from "./notice-settings.ts";

/** What AWS has scheduled for a server (EC2/InstanceStatusEvent). */
export interface ScheduledNotice {
  readonly id: string;
  /** `instance-retirement`, `system-reboot` … */
  readonly code: string;
  readonly description: string;
  /** The earliest instant at which it happens, milliseconds since 1970; null: AWS does not say. */
  readonly notBefore: number | null;
}

/** Which setting a code falls under; one that nobody knows is maintenance: least is done about it, and it is told of. */
const KINDS: Readonly<Record<string, keyof NoticeSettings>> = {
  "instance-retirement": "retirement",
  "instance-stop": "retirement",
  "instance-reboot": "reboot",
  "system-reboot": "reboot",
  "system-maintenance": "maintenance",
};

/** The codes by which DescribeInstanceStatus is asked (aws-facts 9.7). */
export const NOTICE_CODES: readonly string[] = Object.keys(KINDS);

/** There is no field for it: what is over says so at the head of its text, for up to a week (EC2/InstanceStatusEvent). */
const OVER = /^\[(completed|canceled|cancelled)\]/i;

interface Noticed {
  readonly server: string;
  readonly generation: number;
  /** Not there: the declaration says nothing of it, and it is reported. */
  readonly settings: NoticeSettings | undefined;
}

/** What is to be found about a server for which something is scheduled: one finding a setting, of what comes first. */
export function noticeFindings(
  notices: readonly ScheduledNotice[],
  { server, generation, settings }: Noticed,
  now: number,
): Finding[] {
  const ahead = notices.filter(({ description }) => !OVER.test(description));
  const byField = Map.groupBy(ahead, ({ code }) => KINDS[code] ?? "maintenance");
  return [...byField].map(([field, some]) => {
    const [first] = some.toSorted((a, b) => (a.notBefore ?? 0) - (b.notBefore ?? 0));
    const { id, code, description, notBefore } = first as ScheduledNotice;
    const when = notBefore === null ? "at any time" : `not before ${formatInstant(notBefore)}`;
    return {
      server,
      generation,
      kind: "health",
      field,
      expected: "nothing scheduled",
      observed: `${code}, ${when}`,
      since: now,
      dueAt: now,
      mode: settings?.[field] ?? "report",
      absentIn: 0,
      isPublished: false,
      evidence: { id, code, description: description.slice(0, 500), notBefore },
    };
  });
}
