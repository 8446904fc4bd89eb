import {agents} from './agents/index.ts'
import {boms} from './boms/index.ts'
import {code} from './code/index.ts'
import {conda} from './conda/index.ts'
import {config} from './config/index.ts'
import {containers} from './containers/index.ts'
import {datacards} from './datacards/index.ts'
import type {Detector} from './detector.ts'
import {hazards} from './hazards/index.ts'
import {infra} from './infra/index.ts'
import {instructions} from './instructions/index.ts'
import {manifests} from './manifests/index.ts'
import {mcp} from './mcp/index.ts'
import {mlops} from './mlops/index.ts'
import {notebooks} from './notebooks/index.ts'
import {npm} from './npm/index.ts'
import {packages} from './packages/index.ts'
import {prompts} from './prompts/index.ts'
import {python} from './python/index.ts'
import {secrets} from './secrets/index.ts'
import {serving} from './serving/index.ts'
import {skills} from './skills/index.ts'
import {weights} from './weights/index.ts'

/** Every detector; the pipeline asks them in this order. */
export const all: readonly Detector[] = [
  agents,
  boms,
  code,
  conda,
  config,
  containers,
  datacards,
  hazards,
  infra,
  instructions,
  manifests,
  mcp,
  mlops,
  notebooks,
  npm,
  packages,
  prompts,
  python,
  secrets,
  serving,
  skills,
  weights,
]
