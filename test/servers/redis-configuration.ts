import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { certificate } from './certificate.ts'

/** A user beside `default`. */
interface RedisUser {
  readonly name: string
  readonly password: string
  /** What it may do, as in `ACL SETUSER`. Default: everything. */
  readonly rules?: string
}

/** How a private server differs from one that anyone may use. */
export interface RedisServerOptions {
  /** Bytes. Past that it answers writes with an error, unless `settings` name a `maxmemory-policy`. */
  readonly maxMemory?: number
  /** Of the user `default`: clients have to give it. */
  readonly password?: string
  /** A user of its own; `default` is switched off. */
  readonly user?: RedisUser
  /** `tls`: nothing else is spoken there; `certificate` is what to trust. Default `tcp`. */
  readonly transport?: 'tcp' | 'tls' | 'socket'
  /** Further lines of its configuration. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Where a server listens, and where its files are. */
export interface Place {
  readonly directory: string
  /** 0: on a socket alone. */
  readonly port: number
}

/** The socket of a server that has no port. */
export const socketIn = (directory: string): string => join(directory, 'redis.sock')

function transportLines(transport: RedisServerOptions['transport'], { directory, port }: Place): string[] {
  if (transport === 'socket') return ['port 0', `unixsocket ${socketIn(directory)}`]
  if (transport !== 'tls') return [`port ${port}`]
  const [cert, key] = [join(directory, 'certificate.pem'), join(directory, 'key.pem')]
  writeFileSync(cert, certificate.cert)
  writeFileSync(key, certificate.key)
  return [
    ...['port 0', `tls-port ${port}`],
    ...[`tls-cert-file ${cert}`, `tls-key-file ${key}`, `tls-ca-cert-file ${cert}`, 'tls-auth-clients no'],
  ]
}

function accessLines({ password, user }: RedisServerOptions): string[] {
  const passwordLines = password === undefined ? [] : [`requirepass ${password}`]
  if (user === undefined) return passwordLines
  const rules = user.rules ?? '~* &* +@all'
  return [...passwordLines, 'user default off', `user ${user.name} on >${user.password} ${rules}`]
}

/** Writes the server's configuration into its folder; the path of it. */
export function writeConfiguration(options: RedisServerOptions, place: Place): string {
  const lines = [
    ...['bind 127.0.0.1', 'protected-mode no', 'daemonize no', 'enable-debug-command yes'],
    ...[`dir ${place.directory}`, 'save ""', 'appendonly no'],
    ...transportLines(options.transport, place),
    ...accessLines(options),
    ...(options.maxMemory === undefined ? [] : [`maxmemory ${options.maxMemory}`]),
    ...Object.entries(options.settings ?? {}).map(([name, value]) => `${name} ${value}`),
  ]
  const file = join(place.directory, 'redis.conf')
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}
