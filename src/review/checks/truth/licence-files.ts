import {toLicence} from '../../../inventory/licence.ts'
import {licenceFamily} from '../../../inventory/licence-text.ts'
import type {Artifact, ReviewContext} from '../../context.ts'
import {licencesOf, type Part} from '../../view.ts'
import {tellDifference} from './tell.ts'

/** The text of a license that comes with the only model, held against what the BOM states. */
export function checkLicenceFiles(artifact: Artifact, models: readonly Part[], {notes, view}: ReviewContext): void {
  const [model, ...others] = models
  const [licence, ...more] = model === undefined ? [] : licencesOf(model.node)
  const [file] = artifact.beside?.licenceTexts ?? []
  if (model === undefined || licence === undefined || file === undefined) return
  if (others.length > 0 || more.length > 0 || view.models.length > 1 || toLicence(licence.text)?.kind !== 'id') return
  if (licenceFamily(licence.text).startsWith(file.family)) return
  tellDifference(
    {
      rule: 'licence-differs',
      what: `license text (${file.path})`,
      claimed: licence.text,
      actual: file.family,
      pointer: model.pointer + licence.at,
    },
    model,
    artifact,
    notes,
  )
}
