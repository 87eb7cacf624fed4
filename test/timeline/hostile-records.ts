import type { CacheRecord } from '@cachechart/core'
import { recordedStage } from './scenes.ts'

/** What somebody could ask for who wants more than a response. */
export const hostileTexts: readonly string[] = [
  '</title><script>alert(1)</script>',
  '"><svg onload="alert(1)">',
  "'onmouseover='alert(1)",
  ']]><!-- --> <![CDATA[',
  '&lt;script&gt; &#60;script&#62; &nbsp;',
  '\u001b[2J\u001b]0;gone\u0007\r\n\u0000',
  '\u202etxt.exe',
  'a;b\nc->>t0: forged\nend\nNote over c: x %% y',
  '#35; #quot; {x} [y] |z| `code` **bold** $$x$$ <br/>',
  'javascript:alert(1)',
  'url(#x)//end loop alt par rect',
  '\ud800 half',
  '猫😀'.repeat(80),
  'x'.repeat(5_000),
  '',
]

/** The record of an ordinary request, with this text wherever a client or an origin can have put one. */
export const hostileRecords = async (text: string): Promise<CacheRecord[]> => {
  const { ask, pass, backend, records } = recordedStage()
  ask()
  ask()
  await pass(20)
  backend.fail(new Error('broken'))
  await pass(20)
  backend.reply({}, 'page')
  await pass(20)
  return records.map((record): CacheRecord => {
    switch (record.kind) {
      case 'start':
        return { ...record, run: text }
      case 'begin':
        return { ...record, url: text, key: text, method: text === '' ? 'GET' : text }
      case 'step':
        return record.input.type === 'replyError'
          ? { ...record, input: { ...record.input, error: { name: text, message: text, code: text } } }
          : record
      default:
        return record
    }
  })
}
