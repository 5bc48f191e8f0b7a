import { createHash, createHmac } from "node:crypto";
import type { WireRequest } from "../../../simulator/wire/message.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** Who signed a request to `/`, as AWS finds out: by Signature Version 4, with the secret that belongs to the key. */
export function signerOf(request: WireRequest, secret: string): { accessKey: string; genuine: boolean } {
  const { authorization = "", "x-amz-date": time = "" } = request.headers;
  const [, accessKey = "", scope = "", names = "", signature] =
    /Credential=([^/]+)\/([^,]+), SignedHeaders=([^,]+), Signature=(\w+)$/.exec(authorization) ?? [];
  const headers = names.split(";").map((name) => `${name}:${request.headers[name]?.trim()}\n`);
  const canonical = [request.method, "/", "", headers.join(""), names, sha256(request.body)].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n");
  const key = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return { accessKey, genuine: hmac(key, toSign).toString("hex") === signature };
}
