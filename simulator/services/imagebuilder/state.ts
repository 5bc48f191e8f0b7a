/** One Image Builder build: `arn:…:image/<name>/<version>/<build>`, and the images it distributed. */
export interface ImageBuildRecord {
  readonly arn: string;
  readonly name: string;
  readonly version: string;
  status: string;
  statusReason: string | null;
  amis: {
    readonly region: string;
    readonly image: string;
    readonly accountId: string;
    readonly name: string;
  }[];
  readonly pipelineArn: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}
