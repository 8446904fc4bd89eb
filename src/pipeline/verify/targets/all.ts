import type {TargetKind} from '../target.ts'
import {agentCard} from './agent-card.ts'
import {bom} from './bom.ts'
import {bundle} from './bundle.ts'
import {hub} from './hub.ts'
import {lock} from './lock.ts'
import {model} from './model.ts'
import {npm} from './npm.ts'
import {ociLayout} from './oci-layout.ts'
import {ociRegistry} from './oci-registry.ts'
import {pypi} from './pypi.ts'

/**
 * Every kind of target; the first that recognises what the user named verifies it. `bundle` takes any other file,
 * `model` any other folder.
 */
export const targetKinds: readonly TargetKind[] = [
  hub,
  ociRegistry,
  lock,
  bom,
  agentCard,
  npm,
  pypi,
  bundle,
  ociLayout,
  model,
]
