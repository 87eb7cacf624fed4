import { InvalidArgumentError } from 'commander'

/** The web server to stand in front of: scheme, host and port, nothing else. @throws InvalidArgumentError */
export function parseOrigin(text: string): URL {
  const example = 'such as http://localhost:3000'
  if (!/^https?:\/\//i.test(text)) {
    const guess = text === '' || text.includes('://') ? '' : ` Did you mean http://${text}?`
    throw new InvalidArgumentError(`An origin begins with http:// or https://, ${example}.${guess}`)
  }
  const url = URL.parse(text)
  if (url === null) throw new InvalidArgumentError(`It is not a URL, ${example}.`)
  if (url.username !== '' || url.password !== '') {
    throw new InvalidArgumentError('An origin carries no user name and no password.')
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new InvalidArgumentError(`An origin has no path: ${url.origin}`)
  }
  return url
}
