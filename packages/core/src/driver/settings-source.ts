import type { FlightRules } from '../engine/flight-rules.ts'
import type { RequestHead } from '../http/message.ts'
import { checkOverrides } from './check-overrides.ts'
import { mergeOverrides } from './merge-overrides.ts'
import type { Overrides, OverridesFor } from './overrides.ts'
import { settingsWith, type Settings } from './settings.ts'

/** What settings are made of. */
export interface SettingsOptions {
  /** Without any overrides. */
  readonly plain: Settings
  readonly overrides: OverridesFor | undefined
  readonly onTimeout: FlightRules['onTimeout']
}

/** Makes the settings of each request; those of most are the same, and are made once. */
export class SettingsSource {
  readonly #options: SettingsOptions
  readonly #usual: Settings
  /** Of overrides that nobody can change any more. */
  readonly #known = new WeakMap<Overrides, Settings>()

  /** @throws MisuseError when the overrides for all requests make no sense */
  constructor(options: SettingsOptions) {
    this.#options = options
    const { overrides } = options
    this.#usual = typeof overrides === 'object' ? this.#checked(overrides) : options.plain
  }

  /** @throws MisuseError when the overrides make no sense, and whatever the function throws that makes them */
  settingsFor(request: RequestHead, own: Overrides | undefined): Settings {
    const { overrides } = this.#options
    if (typeof overrides === 'function') return this.#merged(overrides(request), own)
    if (own === undefined) return this.#usual
    const known = this.#known.get(own)
    if (known !== undefined) return known
    const settings = this.#merged(overrides, own)
    if (Object.isFrozen(own)) this.#known.set(own, settings)
    return settings
  }

  #merged(base: Overrides | undefined, own: Overrides | undefined): Settings {
    if (base !== undefined) checkOverrides(base)
    if (own !== undefined) checkOverrides(own)
    if (base === undefined || own === undefined) return this.#with(base ?? own)
    return this.#with(mergeOverrides(base, own))
  }

  #checked(overrides: Overrides): Settings {
    checkOverrides(overrides)
    return this.#with(overrides)
  }

  #with(overrides: Overrides | undefined): Settings {
    const { plain, onTimeout } = this.#options
    return overrides === undefined ? plain : settingsWith(plain, overrides, onTimeout)
  }
}
