import { writeControl } from './control.ts'
import { messageField } from './message-field.ts'
import type { OriginPlace, Question } from './question.ts'
import type { ReplyPlan } from './reply-plan.ts'
import { tagOf, type Version } from './version.ts'

/** Something that the origin is about to say of a version. */
interface Speech {
  readonly question: Question
  readonly version: Version
  readonly plan: ReplyPlan
}

/** Puts what is about to be said on the record of the reference; the fields that say it. */
export const putOnRecord = (place: OriginPlace, { question, version, plan }: Speech): string[] => {
  const { call, client, page, asked, askedAt } = question
  const { control, age } = plan
  const { veto } = control
  // RFC 9111 §3.5: what a known user is answered is for others only where this is said.
  const isKnown = messageField(call.request, 'Authorization') !== undefined
  const isPermitted = veto === 'must-revalidate' || veto === 's-maxage'
  place.reference.sayings.push({
    version: version.number,
    page,
    client,
    isHead: call.request.method === 'HEAD',
    asked,
    askedAt,
    answered: place.nextMoment(),
    answeredAt: place.now(),
    isArriving: () => place.isArriving(page),
    age,
    control,
    language: version.varies === 'by language' ? version.language : null,
    labels: version.label === 'none' ? [] : [version.label],
    forOne: veto === 'private' || veto === 'no-store' || (isKnown && !isPermitted),
  })
  return fieldsOf(version, plan)
}

const fieldsOf = (version: Version, { control, age }: ReplyPlan): string[] => {
  const fields = ['Cache-Control', writeControl(control), 'X-Version', String(version.number)]
  if (age > 0) fields.push('Age', String(age))
  if (version.tag === 'tagged') fields.push('ETag', tagOf(version))
  if (version.varies === 'by language') fields.push('Vary', 'Accept-Language')
  if (version.label !== 'none') fields.push('Surrogate-Key', version.label)
  return fields
}
