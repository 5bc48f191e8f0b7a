import type { PlantedBug } from "../planted-bug.ts";

/** In what judges servers, and in what comes of that. */
export const FINDING_BUGS: readonly PlantedBug[] = [
  {
    name: "a scan judges though servers could not be read",
    file: "src/detect/scan/read-servers.ts",
    find: "  for (const server of answersOf(read).flat())",
    put: '  for (const server of read.flatMap((each) => (each.status === "fulfilled" ? each.value : [])))',
  },
  {
    name: "a server that is absent once is gone",
    file: "src/domain/findings/changed-findings.ts",
    find: "const SCANS_UNTIL_GONE = 2;",
    put: "const SCANS_UNTIL_GONE = 1;",
  },
  {
    name: "servers are judged while a run is open",
    file: "src/detect/scan/open-fleet.ts",
    find: "if ((await openFleetRun(ledger, fleet.fleet)) !== undefined) return undefined;",
    put: "void openFleetRun;",
  },
  {
    name: "an age is counted from the last start",
    file: "src/aws/ec2/tagged-servers.ts",
    find: "launchedAt: launchedAt(instance, primary),",
    put: "launchedAt: launchedAt(instance, undefined),",
  },
  {
    name: "all servers of a fleet are due at once",
    file: "src/domain/age/due-at.ts",
    find: "(jitter / 100) * spread(id)",
    put: "(jitter / 100) * (spread(id) * 0)",
  },
  {
    name: "what is only to be observed is acted on",
    file: "src/domain/findings/judge-server.ts",
    find: 'observe: "report" }',
    put: 'observe: "replace" }',
  },
  {
    name: "findings about servers that are gone are acted on",
    file: "src/rollout/convergence/read-state.ts",
    find: "findings.filter(({ generation }) => generation === live?.number)",
    put: "findings.filter(({ generation }) => generation <= (live?.number ?? 0))",
  },
  {
    name: "a finding that comes back is a new one",
    file: "src/ledger/findings.ts",
    find: "since: known?.since ?? found.since,",
    put: "since: found.since,",
  },
  {
    name: "that a finding was told of is not written down",
    file: "src/detect/scan/write-findings.ts",
    find: "await markPublished(ledger, fleet, found);",
    put: "",
  },
  {
    name: "what a server shows is expected of the others each time",
    file: "src/domain/drift/detectors/metadata-options.ts",
    find: "{ ...shown, ...definedOf(expected) }",
    put: "{ ...definedOf(expected), ...shown }",
  },
  {
    name: "what differs no more stays found",
    file: "src/domain/findings/changed-findings.ts",
    find: "  return isDueStill && now < stands.dueAt ? stands : null;",
    put: "  return isDueStill && now < stands.dueAt ? null : stands;",
  },
  {
    name: "a drift that comes back is answered again",
    file: "src/domain/findings/returned.ts",
    find: "if (before === undefined) return found;",
    put: "if (before !== null) return found;",
  },
  {
    name: "a storm is acted on",
    file: "src/rollout/convergence/heed-findings.ts",
    find: "acknowledged === null",
    put: "acknowledged !== null",
  },
  {
    name: "a storm is not seen",
    file: "src/domain/findings/storms.ts",
    find: "const LEAST_FLEETS = 5;",
    put: "const LEAST_FLEETS = 50;",
  },
  {
    name: "a login to green is forgotten",
    file: "src/detect/instance-reported/judge-login.ts",
    find: 'const ALIVE: readonly string[] = ["launching", "live"];',
    put: 'const ALIVE: readonly string[] = ["live"];',
  },
  {
    name: "the next scan lifts a login",
    file: "src/domain/findings/changed-findings.ts",
    find: '  if (stands.kind === "access") return loginStands(present(stands), access);\n',
    put: "  void [loginStands, access];\n",
  },
  {
    name: "leave to log in counts for nothing",
    file: "src/domain/access/login.ts",
    find: "wholeSecond(each.at) <= at && at < each.until,",
    put: "wholeSecond(each.at) > at && at < each.until,",
  },
  {
    name: "who comes again puts the answer off",
    file: "src/domain/access/login.ts",
    find: "  return { ...stands, mode, observed, evidence: {",
    put: "  return { ...stands, mode, observed, dueAt: stands.dueAt + 3600_000, evidence: {",
  },
  {
    name: "what AWS took back stays found",
    file: "src/domain/notices/scheduled-notice.ts",
    find: "notices.filter(({ description }) => !OVER.test(description))",
    put: "notices.filter(() => !OVER.test(String()))",
  },
  {
    name: "only Health tells what AWS has scheduled",
    file: "src/detect/scan/scan.ts",
    find: "() => scheduledNotices(context.aws.ec2), context);",
    put: "async () => (scheduledNotices, new Map() as Notices), context);",
  },
  {
    name: "a reboot is taken for a retirement",
    file: "src/domain/notices/scheduled-notice.ts",
    find: '"system-reboot": "reboot"',
    put: '"system-reboot": "retirement"',
  },
];
