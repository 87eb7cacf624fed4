import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveForeign } from './foreign-server.ts'
import type { Serve } from './serving.ts'

/** nginx with its cache, one worker and no log; the argument is the origin. */
export const serveNginx: Serve = (origin) =>
  serveForeign({
    program: 'nginx',
    prepare(folder, port) {
      const file = join(folder, 'nginx.conf')
      mkdirSync(join(folder, 'temporary'))
      writeFileSync(file, configuration({ folder, port, origin }))
      return ['-c', file, '-p', folder, '-e', 'stderr']
    },
  })

/** Who started by root gives up being root could not write here. */
const user = process.getuid?.() === 0 ? 'user root root;' : ''

const temporaryPaths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']

const configuration = ({
  folder,
  port,
  origin,
}: {
  readonly folder: string
  readonly port: number
  readonly origin: string
}): string => `${user}
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr error;
events { worker_connections 4096; }
http {
  access_log off;
  sendfile on;
  tcp_nodelay on;
  open_file_cache max=1000;
  keepalive_timeout 60s;
  keepalive_requests 1000000000;
  ${temporaryPaths.map((name) => `${name}_temp_path ${folder}/temporary/${name};`).join('\n  ')}
  proxy_cache_path ${folder}/cache keys_zone=stored:1m use_temp_path=off;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${origin};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_cache stored;
      add_header X-Cache-Status $upstream_cache_status;
    }
  }
}
`
