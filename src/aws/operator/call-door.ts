import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { SignatureV4 } from "@smithy/signature-v4";
import * as z from "zod";
import { AWS_TIME_LIMITS } from "../../errors/time-limits.ts";
import { translateError } from "../../errors/aws-codes.ts";
import { AccessDenied, ServiceUnavailable } from "../../errors/errors.ts";
import { errorNamed } from "../../errors/error-named.ts";
import type { Connection } from "../clients.ts";

/** Where the function `operate` is asked, and by whom. */
interface Door {
  /** The stack's output OperateUrl. */
  readonly url: string;
  /** Of the stack; the address of a function names its own. */
  readonly region: string;
  readonly connection: Connection;
}

const failed = z.object({
  error: z.object({ name: z.string(), message: z.string(), faults: z.array(z.unknown()).optional() }),
});
const done = z.object({ done: z.unknown() });

/** Asks the door for an act, signed with the person's own credentials. Throws errors of ours, those of the act as they are there. */
export function doorCaller(door: Door): (act: string, asked: object) => Promise<unknown> {
  const { httpsAgent } = door.connection;
  const handler = new NodeHttpHandler({ ...AWS_TIME_LIMITS, ...(httpsAgent && { httpsAgent }) });
  return async (act, asked) => {
    try {
      const request = await signed(JSON.stringify({ act, asked }), door);
      const { response } = await handler.handle(request as never);
      return answerOf(response.statusCode, await textOf(response.body));
    } catch (error) {
      throw translateError(error, `the act ${act}`);
    }
  };
}

async function signed(body: string, { url, region, connection: { credentials } }: Door) {
  const { protocol, hostname, port, pathname, host } = new URL(url);
  if (credentials === undefined) throw new AccessDenied("there are no credentials to sign an act with");
  const signer = new SignatureV4({
    credentials,
    region: /\.lambda-url\.([\w-]+)\./.exec(hostname)?.[1] ?? region,
    service: "lambda",
    sha256: Sha256,
  });
  return signer.sign({
    method: "POST",
    protocol,
    hostname,
    ...(port !== "" && { port: Number(port) }),
    path: pathname,
    query: {},
    headers: { host, "content-type": "application/json" },
    body,
  } as never);
}

/** What the signer hashes with. */
class Sha256 {
  private readonly secret: Uint8Array | undefined;
  private hash: Hash | Hmac;
  constructor(secret?: SourceData) {
    this.secret = secret === undefined ? undefined : bytesOf(secret);
    this.hash = this.begun();
  }
  update(data: SourceData): void {
    this.hash.update(bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }
  reset(): void {
    this.hash = this.begun();
  }
  private begun(): Hash | Hmac {
    return this.secret === undefined ? createHash("sha256") : createHmac("sha256", this.secret);
  }
}

type SourceData = string | ArrayBuffer | ArrayBufferView;

function bytesOf(data: SourceData): Uint8Array {
  if (typeof data === "string") return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

function answerOf(status: number, text: string): unknown {
  const body = jsonOf(text);
  const answer = done.safeParse(body);
  if (status === 200 && answer.success) return answer.data.done;
  const found = failed.safeParse(body);
  if (found.success) throw errorNamed(found.data.error);
  if (status === 403)
    throw new AccessDenied(
      "AWS lets these credentials ask for no act (lambda:InvokeFunctionUrl and lambda:InvokeFunction). Next: have the stack's operator policy attached (output OperatorPolicyArn)",
    );
  throw new ServiceUnavailable(
    `the function operate answered ${status}. Next: see its log; what was asked for may have been done`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
