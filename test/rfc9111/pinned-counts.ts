import type { Level } from './requirement.ts'

type Counts = { readonly [level in Level]?: number }

/**
 * How often each key word stands in each section, counted in the text of the RFC (in its XML, where every key word is marked
 * as one): by these no requirement can be left out unnoticed. Where a section speaks of what a key word means it is not counted.
 * Sections without key words are not here.
 */
export const pinnedCounts: { readonly [rfc: number]: { readonly [section: string]: Counts } } = {
  // Sections 3, 4 and 5.
  9111: {
    '3': { 'MUST NOT': 1 },
    '3.1': { MUST: 1, 'MUST NOT': 2, MAY: 3 },
    '3.2': { MUST: 1, SHOULD: 1, MAY: 2 },
    '3.3': { 'MUST NOT': 3, MAY: 3 },
    '3.4': { MUST: 1, MAY: 1 },
    '3.5': { 'MUST NOT': 1 },
    '4': { MUST: 4, 'MUST NOT': 1 },
    '4.1': { 'MUST NOT': 1, SHOULD: 1, MAY: 1 },
    '4.2': { MUST: 1, 'MUST NOT': 1, SHOULD: 2 },
    '4.2.2': { 'MUST NOT': 1, MAY: 1 },
    '4.2.3': { MUST: 1, MAY: 1 },
    '4.2.4': { 'MUST NOT': 2 },
    '4.3.1': { MUST: 1, SHOULD: 1, MAY: 1 },
    '4.3.2': { MUST: 1, 'MUST NOT': 2, SHOULD: 2, MAY: 1 },
    '4.3.3': { MUST: 1, MAY: 1 },
    '4.3.4': { MUST: 1, 'MUST NOT': 1 },
    '4.3.5': { MUST: 1, SHOULD: 3 },
    '4.4': { MUST: 1, 'MUST NOT': 1, MAY: 1 },
    '5.1': { SHOULD: 2 },
    '5.2': { MUST: 1 },
    '5.2.1': { MAY: 1 },
    '5.2.1.1': { 'MUST NOT': 1 },
    '5.2.1.2': { 'MUST NOT': 1 },
    '5.2.1.3': { 'MUST NOT': 1 },
    '5.2.1.5': { MUST: 1, 'MUST NOT': 2 },
    '5.2.1.7': { SHOULD: 1 },
    '5.2.2': { MUST: 1 },
    '5.2.2.1': { 'MUST NOT': 1 },
    '5.2.2.2': { MUST: 1, 'MUST NOT': 2, SHOULD: 1 },
    '5.2.2.3': { SHOULD: 2 },
    '5.2.2.4': { 'MUST NOT': 1, 'SHOULD NOT': 1, MAY: 1 },
    '5.2.2.5': { MUST: 1, 'MUST NOT': 3 },
    '5.2.2.6': { 'MUST NOT': 1 },
    '5.2.2.7': { 'MUST NOT': 2, 'SHOULD NOT': 1, MAY: 2 },
    '5.2.2.8': { 'MUST NOT': 1 },
    '5.2.2.9': { MAY: 1 },
    '5.2.2.10': { 'MUST NOT': 2 },
    '5.2.3': { MUST: 1 },
    '5.2.4': { MUST: 1 },
    '5.3': { MUST: 3, 'MUST NOT': 1 },
  },
  5861: {
    '3': { SHOULD: 1, 'SHOULD NOT': 1, MAY: 1 },
    '4': { SHOULD: 1, 'SHOULD NOT': 1, MAY: 1 },
  },
  8246: {
    '2': { MUST: 1, SHOULD: 1, 'SHOULD NOT': 1 },
    '2.1': { SHOULD: 1 },
    '3': { SHOULD: 3 },
  },
  9211: {
    '2': { MUST: 1, SHOULD: 1, 'SHOULD NOT': 1, OPTIONAL: 1 },
    '2.2': { SHOULD: 1 },
  },
  9213: {
    '2.1': { MUST: 2, 'MUST NOT': 1, 'SHOULD NOT': 1 },
    '2.2': { MUST: 4, 'MUST NOT': 1, SHOULD: 1 },
    '2.4': { 'MUST NOT': 1 },
    '3': { MAY: 1 },
  },
}
