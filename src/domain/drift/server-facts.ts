/** A server as DescribeInstances shows it, as far as it is judged by. */
export interface ServerFacts {
  readonly id: string;
  /** The Auto Scaling group that launched it, by its tag; null: none did. */
  readonly group: string | null;
  /** When it was launched first, milliseconds since 1970: a stop and a start do not change that. */
  readonly launchedAt: number;
  readonly image: string;
  readonly instanceType: string;
  readonly subnet: string;
  /** Of its primary interface. */
  readonly securityGroups: readonly string[];
  /** ARN; null: it has none. */
  readonly instanceProfile: string | null;
  readonly keyPair: string | null;
  /** Whether detailed monitoring is on. */
  readonly monitoring: boolean;
  /** Null while a change of them is under way: they are neither the old nor the new. */
  readonly metadataOptions: MetadataOptions | null;
  readonly tags: Readonly<Record<string, string>>;
}

export interface MetadataOptions {
  readonly httpEndpoint: string;
  readonly httpTokens: string;
  readonly hopLimit: number;
  readonly instanceMetadataTags: string;
}

/** What a generation's servers are launched by: its template version and its group. */
export interface LaunchFacts {
  readonly templateVersion: number;
  readonly image: string;
  /** Of the template, or those that the group's mixed instances may take; empty: chosen by their attributes. */
  readonly instanceTypes: readonly string[];
  /** Null: the template names none, and the subnet's default holds. */
  readonly securityGroups: readonly string[] | null;
  readonly subnets: readonly string[];
  /** Name or ARN; null: none. */
  readonly instanceProfile: string | null;
  readonly keyPair: string | null;
  readonly monitoring: boolean;
  /** As far as the template says. */
  readonly metadataOptions: Partial<MetadataOptions>;
  /** Those that template and group give to each server. */
  readonly tags: Readonly<Record<string, string>>;
}
