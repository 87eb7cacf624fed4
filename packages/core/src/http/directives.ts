import { listMembers } from './list-members.ts'

/** The arguments of each directive by its lower-case name, in order; `null` for an occurrence without one. */
export type Directives = ReadonlyMap<string, readonly (string | null)[]>

const quotedString = /^"((?:[^"\\]|\\.)*)"$/s

/** RFC 9111 §5.2: a name, alone or with a token or a quoted string. What the tokens consist of is not looked at. */
const directive = /^[^="]*(?:=(?:[^"]*|"(?:[^"\\]|\\.)*"))?$/s

/** The members; where a quote stands out of place, every comma divides: it must not hide the directives after it. */
function directiveMembers(value: string): readonly string[] {
  return listMembers(value).flatMap((member) =>
    directive.test(member) ? [member] : member.split(',').map((part) => part.trim()),
  )
}

/** An argument as a token or as a quoted string (RFC 9111 §5.2: recipients accept both). */
function unquoted(argument: string): string {
  const content = quotedString.exec(argument)?.[1]
  return content === undefined ? argument : content.replace(/\\(.)/gs, '$1')
}

/** Splits a Cache-Control value into its directives. Any text has directives. RFC 9111 §5.2. */
export function parseDirectives(value: string): Directives {
  const directives = new Map<string, (string | null)[]>()
  for (const member of directiveMembers(value)) {
    const equals = member.indexOf('=')
    const written = equals < 0 ? member : member.slice(0, equals)
    const name = written.trimEnd().toLowerCase()
    // The grammar has no whitespace beside "=". The directive is meant all the same; its argument is not to be trusted.
    const isSpaced = name.length < written.length
    const argument = equals < 0 ? null : isSpaced ? '' : unquoted(member.slice(equals + 1))
    const seen = directives.get(name)
    if (seen === undefined) directives.set(name, [argument])
    else seen.push(argument)
  }
  return directives
}
