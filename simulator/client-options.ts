import type { HttpRequest } from "@smithy/core/transport";
import type { InProcessHandler } from "./in-process-handler.ts";

/** Settings for any SDK client that is to work in virtual time: none of them makes the client read a file or wait. */
export interface ClientOptions {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler: InProcessHandler;
  readonly signerConstructor: typeof ScopeOnlySigner;
  readonly maxAttempts: number;
  readonly retryMode: "standard";
  readonly defaultsMode: "standard";
  readonly useDualstackEndpoint: false;
  readonly useFipsEndpoint: false;
  readonly userAgentAppId: string;
  readonly authSchemePreference: string[];
  readonly disableClockSkewCorrection: true;
  /** CloudWatch's client compresses large requests unless told not to. */
  readonly disableRequestCompression: true;
  readonly requestMinCompressionSizeBytes: number;
}

/** Writes the part of a signature that the simulator reads, the service's name, and computes nothing. */
class ScopeOnlySigner {
  private readonly scope: string;

  constructor({ service, region }: { service: string; region: unknown }) {
    this.scope = `20260101/${typeof region === "string" ? region : "any"}/${service}/aws4_request`;
  }

  sign(request: HttpRequest): Promise<HttpRequest> {
    request.headers["authorization"] = `AWS4-HMAC-SHA256 Credential=unsigned/${this.scope}`;
    return Promise.resolve(request);
  }
}

/**
 * Settings for a client over an in-process handler. The client tries each call once: the SDK's own retries wait in real
 * time, so whoever drives virtual time brings a `retryStrategy` that waits in it.
 */
export function clientOptions(
  requestHandler: InProcessHandler,
  region: string,
  caller: string,
): ClientOptions {
  return {
    region,
    endpoint: "http://in-process.simulator.invalid",
    credentials: { accessKeyId: caller, secretAccessKey: "none" },
    requestHandler,
    signerConstructor: ScopeOnlySigner,
    maxAttempts: 1,
    retryMode: "standard",
    defaultsMode: "standard",
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    userAgentAppId: "simulator",
    authSchemePreference: [],
    disableClockSkewCorrection: true,
    disableRequestCompression: true,
    requestMinCompressionSizeBytes: 10_485_760,
  };
}
