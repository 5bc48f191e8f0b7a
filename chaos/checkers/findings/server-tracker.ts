import type { InstanceRecord } from "../../../simulator/services/ec2/state.ts";
import type { World, WorldEvent } from "../../../simulator/world/world.ts";

/** In what a server differs from what it was launched as, by the world itself. */
type Kind = "image" | "security-groups" | "instance-profile" | "metadata-options" | "monitoring" | "tags";

type Shown = Readonly<Record<Kind, string>>;

interface Since {
  readonly at: number;
  readonly differs: ReadonlySet<Kind>;
  /** Whether it carries the tag that moult knows it by. */
  readonly isTagged: boolean;
  /** Its metadata options are being changed: they are neither what they were nor what they will be. */
  readonly isUnapplied: boolean;
}

export interface KnownServer {
  readonly id: string;
  readonly group: string;
  /** The template's version that it was launched from. */
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly launchedAt: number;
  readonly first: Shown;
  /** From when on it is not shown any more. */
  goneAt: number | null;
  readonly history: Since[];
}

/** The servers as they were launched, and since when each differs from that in what. */
export interface ServerTracker {
  follow(worldEvent: WorldEvent): void;
  /** Takes down how a server is now, where nothing tells of it. */
  look(id: string): void;
  find(id: string): KnownServer | undefined;
  all(): readonly KnownServer[];
  /** How the server was at each instant from `since` on. */
  since(server: KnownServer, since: number): readonly Since[];
}

export function trackServers(world: World): ServerTracker {
  const known = new Map<string, KnownServer>();
  const look = (id: string): void => {
    const instance = world.state.instances.get(id);
    if (instance !== undefined) takeDown(known, instance, world.now());
  };
  return {
    look,
    follow: ({ service, kind, subject }) => {
      if (service === "ec2" && kind.startsWith("instance-")) look(subject);
    },
    find: (id) => known.get(id),
    all: () => [...known.values()],
    since: ({ history }, since) => {
      const first = history.findLastIndex(({ at }) => at <= since);
      return history.slice(Math.max(0, first));
    },
  };
}

const GONE = new Set(["shutting-down", "terminated"]);

function takeDown(known: Map<string, KnownServer>, instance: InstanceRecord, now: number): void {
  const { id, tags, launchTemplate, attachedAt, state } = instance;
  const shown = shownOf(instance);
  let server = known.get(id);
  if (server === undefined) {
    const group = tags.find(({ key }) => key === "aws:autoscaling:groupName")?.value ?? "";
    const version = launchTemplate?.version ?? 0;
    server = { id, group, version, launchedAt: attachedAt, first: shown, goneAt: null, history: [] };
    known.set(id, server);
  }
  if (GONE.has(state)) server.goneAt ??= now;
  const { first } = server;
  const differs = new Set(
    (Object.keys(first) as Kind[]).filter((kind) =>
      kind === "tags"
        ? isTagLost(first.tags, shown.tags)
        : first[kind] !== shown[kind] && !(kind === "metadata-options" && isUnapplied(instance)),
    ),
  );
  const isTagged = tags.some(({ key }) => key === "moult:fleet");
  const next = { at: now, differs, isTagged, isUnapplied: isUnapplied(instance) };
  const last = server.history.at(-1);
  const isSame =
    last !== undefined &&
    last.isTagged === isTagged &&
    last.isUnapplied === next.isUnapplied &&
    [...last.differs].join() === [...differs].join();
  if (!isSame) server.history.push(next);
}

/** What was changed on a server that does not run is applied when it does (aws-facts 8.8). */
const isUnapplied = ({ settings, runningAt }: InstanceRecord): boolean =>
  settings.metadata.changedAt !== null && runningAt === null;

/** A tag that somebody adds makes no difference. */
function isTagLost(first: string, shown: string): boolean {
  const has = new Set(JSON.parse(shown) as string[]);
  return (JSON.parse(first) as string[]).some((each) => !has.has(each));
}

function shownOf({ imageId, securityGroupIds, profile, settings, tags }: InstanceRecord): Shown {
  const { ipv6: _, ...metadata } = settings.metadata.value;
  return {
    image: imageId,
    "security-groups": [...securityGroupIds].sort().join(),
    "instance-profile": profile?.arn ?? "",
    "metadata-options": JSON.stringify(metadata),
    monitoring: String(settings.monitoring.value),
    tags: JSON.stringify(tags.map(({ key, value }) => `${key}=${value}`).sort()),
  };
}
