import {toLicence} from '../../../inventory/licence.ts'
import {licenceFamily} from '../../../inventory/licence-text.ts'
import type {Artifact, ReviewContext} from '../../context.ts'
import {licencesOf, type Part} from '../../view.ts'
import {isSameLicence} from './same-licence.ts'
import {tellDifference} from './tell.ts'

/**
 * The text of a license that comes with the only model, or the name of one inside its files, held against what the BOM
 * states.
 */
export function checkLicenceFiles(artifact: Artifact, models: readonly Part[], {notes, view}: ReviewContext): void {
  const [model, ...others] = models
  const [licence, ...more] = model === undefined ? [] : licencesOf(model.node)
  if (model === undefined || licence === undefined) return
  if (others.length > 0 || more.length > 0 || view.models.length > 1 || toLicence(licence.text)?.kind !== 'id') return
  const pointer = model.pointer + licence.at
  const tell = (what: string, actual: string): void =>
    tellDifference({rule: 'licence-differs', what, claimed: licence.text, actual, pointer}, model, artifact, notes)
  const [file] = artifact.beside?.licenceTexts ?? []
  if (file !== undefined && !licenceFamily(licence.text).startsWith(file.family))
    tell(`license text (${file.path})`, file.family)
  const inside = artifact.beside?.licencesInside.find(({text}) => !isSameLicence(text, licence.text))
  if (inside !== undefined) tell(`license in ${inside.path}`, inside.text)
}
