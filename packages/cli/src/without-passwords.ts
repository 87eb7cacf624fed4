/** Of a store: rather too much is taken out than too little, as a password may not have been encoded as URLs want it. */
const ofStores = /((?:redis|unix)[a-z\d+]*:\/\/[^\s:@/]*):[^\s]*@/gi

/** Of anything else: as URLs have them. RFC 3986 §3.2.1. */
const ofUrls = /([a-z][a-z\d+.-]*:\/\/[^\s:@/?#]*):[^\s/?#]*@/gi

/** Text in which no URL has a password any more. */
export const withoutPasswords = (text: string): string =>
  text.replaceAll(ofStores, '$1:***@').replaceAll(ofUrls, '$1:***@')

/** What was given and not understood is quoted in errors of use: it may be meant as a URL, and be none. */
const inQuotes = /'([^':\n]*):[^\n]*@/g

/** An error of use that repeats no password, whatever the mistake is. */
export const usageWithoutPasswords = (text: string): string =>
  withoutPasswords(text).replaceAll(inQuotes, "'$1:***@")
