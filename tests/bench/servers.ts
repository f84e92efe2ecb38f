import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The servers that are measured, each a process of its own, on the first core unless said otherwise. */

export type Server = { url: string; pid: number; stop(): Promise<void> };

/** The site as `npm start` runs it. */
export function startSite(
  variables: Record<string, string> = {},
  { ready = '/', cores = '0' } = {},
): Promise<Server> {
  return startNode('lib/server/start.ts', [], variables, { ready, cores });
}

/** A bare `node:http` server that sends one compressed body. */
export function startBare(body: string, headers: string): Promise<Server> {
  return startNode('tests/bench/bare.ts', [body, headers]);
}

/** Next's own production server on the same build; it reads no content itself and needs a catalog that a site has made. */
export function startNext(variables: Record<string, string>): Promise<Server> {
  return startNode('node_modules/next/dist/bin/next', ['start', '-p', 'PORT'], variables);
}

async function startNode(
  script: string,
  parameters: string[],
  variables: Record<string, string> = {},
  { ready = '/', cores = '0' }: { ready?: string; cores?: string } = {},
): Promise<Server> {
  const port = await freePort();
  const words = parameters.map((word) => (word === 'PORT' ? String(port) : word));
  const url = `http://localhost:${port}`;
  const cache = mkdtempSync(path.join(tmpdir(), 'newsroom-bench-'));
  const child = spawn('taskset', ['-c', cores, process.execPath, script, ...words], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      SITE_URL: url,
      CACHE_DIR: cache,
      ...variables,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return running(child, url, ready);
}

/** nginx with one worker, sending the gzip file that lies beside the page. */
export async function startNginx(page: Buffer, gzip: Buffer): Promise<Server> {
  const folder = mkdtempSync(path.join(tmpdir(), 'newsroom-nginx-'));
  const port = await freePort();
  // nginx gives its worker another user, who must be able to read the page.
  chmodSync(folder, 0o755);
  mkdirSync(path.join(folder, 'html'));
  writeFileSync(path.join(folder, 'html/page.html'), page);
  writeFileSync(path.join(folder, 'html/page.html.gz'), gzip);
  writeFileSync(
    path.join(folder, 'nginx.conf'),
    `daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
     events { worker_connections 1024; }
     http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; types { text/html html; }
       open_file_cache max=100; gzip_static on;
       client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c;
       uwsgi_temp_path ${folder}/d; scgi_temp_path ${folder}/e;
       server { listen ${port}; root ${folder}/html; } }`,
  );
  const child = spawn('taskset', ['-c', '0', 'nginx', '-c', path.join(folder, 'nginx.conf'), '-p', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return running(child, `http://localhost:${port}`, '/page.html');
}

async function running(child: ChildProcess, url: string, path = '/'): Promise<Server> {
  const deadline = Date.now() + 300_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server at ${url} ended with ${child.exitCode}.`);
    const answered = await fetch(url + path).then(
      (answer) => answer.arrayBuffer().then(() => answer.ok),
      () => false,
    );
    if (answered) break;
    if (Date.now() > deadline) throw new Error(`The server at ${url} did not answer within five minutes.`);
    // Each asking takes the core of a server that is still at work for a moment.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
