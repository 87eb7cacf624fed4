import { InvalidArgumentError } from 'commander'

/** A gateway's admin address: a port of this machine, or a URL. @throws InvalidArgumentError */
export function parseAdmin(text: string): URL {
  const url = /^\d{1,5}$/.test(text) ? `http://127.0.0.1:${text}` : text
  if (!URL.canParse(url) || !url.startsWith('http:'))
    throw new InvalidArgumentError('It is a port, or a URL such as http://127.0.0.1:9090.')
  return new URL(url)
}
