import {addressChanges} from './addresses.ts'
import {artifactChanges} from './artifacts.ts'
import {bomPairs} from './bom.ts'
import {bundleChanges, sameBundles} from './bundles.ts'
import {formatChanges, formatsUnchanged} from './formats.ts'
import {infraAndAgentChanges, infraAndAgentsUnchanged} from './infra-and-agents.ts'
import {languageChanges} from './languages.ts'
import {modelSettingChanges, modelSettingsUnchanged} from './model-settings.ts'
import type {SourcePair} from './pair.ts'
import {pythonChanges} from './python.ts'
import {settingChanges} from './settings.ts'
import {unchanged} from './unchanged.ts'
import {writingChanges} from './writings.ts'

/** Labelled pairs of sources and of documents. */
export const sourcePairs: readonly SourcePair[] = [
  ...pythonChanges,
  ...languageChanges,
  ...settingChanges,
  ...artifactChanges,
  ...formatChanges,
  ...addressChanges,
  ...bundleChanges,
  ...modelSettingChanges,
  ...modelSettingsUnchanged,
  ...unchanged,
  ...sameBundles,
  ...formatsUnchanged,
  ...bomPairs,
  ...writingChanges,
  ...infraAndAgentChanges,
  ...infraAndAgentsUnchanged,
]
