import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

export type Asked = { status: number; headers: IncomingHttpHeaders; body: Buffer };
export type Asking = { method?: string; headers?: OutgoingHttpHeaders; agent?: Agent; body?: string };

/**
 * Sends one request. Unlike `fetch` it sends the target unchanged, asks for no encoding of its own and hands over
 * the bytes as they came. Without an agent the connection ends with the answer.
 */
export function ask(
  origin: string,
  target: string,
  { method, headers, agent, body }: Asking = {},
): Promise<Asked> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        hostname,
        port,
        path: target,
        method: method ?? 'GET',
        headers: headers ?? {},
        agent: agent ?? false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The bytes before compression. */
export function unpacked({ headers, body }: { headers: OutgoingHttpHeaders; body: Buffer }): Buffer {
  const encoding = headers['content-encoding'];
  if (encoding === 'br') return brotliDecompressSync(body);
  if (encoding === 'gzip') return gunzipSync(body);
  return body;
}
