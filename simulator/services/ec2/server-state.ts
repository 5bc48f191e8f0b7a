/** What a server tells the programs on it through its metadata service (EC2/InstanceMetadataOptionsResponse). */
export interface MetadataSettings {
  readonly endpoint: "enabled" | "disabled";
  readonly ipv6: "enabled" | "disabled";
  readonly tokens: "optional" | "required";
  readonly hopLimit: number;
  readonly tags: "enabled" | "disabled";
}

/** A setting that takes a moment to apply. */
export interface Changing<T> {
  readonly value: T;
  /** When it was set; null: applied long since, as far as anybody asks. */
  readonly changedAt: number | null;
}

/** A server's settings; a change replaces the whole, since the servers of one launch share it. */
export interface ServerSettings {
  readonly keyName: string | null;
  readonly metadata: Changing<MetadataSettings>;
  /** Detailed monitoring. */
  readonly monitoring: Changing<boolean>;
  /** Base64, as the API carries it. */
  readonly userData: string | null;
  readonly ebsOptimized: boolean;
  readonly sourceDestCheck: boolean;
  readonly terminationProtected: boolean;
  readonly stopProtected: boolean;
  readonly onShutdown: "stop" | "terminate";
}

/** The volume that a server boots from. */
export interface RootVolume {
  readonly id: string;
  readonly attachedAt: number;
}

/** A volume that a server was launched with beside the one it boots from. */
export interface DataVolume {
  readonly id: string;
  readonly deviceName: string;
  /** Null: it came up empty. */
  readonly snapshotId: string | null;
  readonly deleteOnTermination: boolean;
}

/** A person's order to put another root volume in the place of a server's. */
export interface RootVolumeTaskRecord {
  readonly id: string;
  readonly instanceId: string;
  /** Null: the image that the server was launched from. */
  readonly imageId: string | null;
  readonly startedAt: number;
  readonly clientToken: string | null;
  state: "pending" | "in-progress" | "succeeded" | "failed";
  finishedAt: number | null;
}

/** The instance profile that a server has. */
export interface ServerProfile {
  readonly arn: string;
  readonly associationId: string;
  readonly since: number;
}
