import {describe, expect, it} from 'vitest'
import {parseAnyBom} from '../../../../src/bom/read/parse.ts'
import {toSpdx} from '../../../../src/bom/spdx/write/write.ts'
import {reviewOf} from '../../../support/review.ts'
import {type Editable, vendorBom} from '../../../support/vendor-bom.ts'

interface Written {
  readonly model: Editable
  readonly data: Editable
  readonly lost: readonly string[]
  readonly back: Editable
}

function written(change: (model: Editable, data: Editable) => void): Written {
  const {document, lost} = toSpdx(
    vendorBom(bom => change(bom.components[0], bom.components[1])),
    '2026-01-02T03:04:05Z',
  ) as Editable
  const elementOf = (type: string): Editable => document['@graph'].find((each: Editable) => each.type === type)
  return {
    model: elementOf('ai_AIPackage'),
    data: elementOf('dataset_DatasetPackage'),
    lost,
    back: parseAnyBom(JSON.stringify(document), 'x.json').document,
  }
}

const ofModel = '/components/*/modelCard/properties'
const ofData = '/components/*/properties'

describe('a property named after a field of SPDX', () => {
  it.each([
    ['no field', 'spdx:ai:anything', 'x'],
    ['a field of something else', 'spdx:ai:creationInfo', 'x'],
    ['a field of another element', 'spdx:dataset:intendedUse', 'x'],
    ['a field of objects', 'spdx:ai:hyperparameter', 'x'],
    ['a word that it cannot have', 'spdx:ai:safetyRiskAssessment', 'none'],
    ['a presence that is none', 'spdx:ai:autonomyType', 'full'],
    ['a threshold without a value', 'spdx:ai:metricDecisionThreshold', '0.5'],
  ])('is lost, and said to be, where it names %s', (_what, name, value) => {
    const {model, lost} = written(each => {
      each.modelCard.properties = [{name, value}]
    })
    expect(JSON.stringify(model)).not.toContain(`"${value}"`)
    expect(lost).toContain(ofModel)
  })

  it('comes back as it was, thresholds and dates too', () => {
    const ofCard = [
      {name: 'spdx:ai:autonomyType', value: 'no'},
      {name: 'spdx:ai:metricDecisionThreshold', value: 'accuracy: 0.5'},
      {name: 'spdx:ai:metricDecisionThreshold', value: 'F1: 0.7'},
      {name: 'spdx:ai:standardCompliance', value: 'ISO/IEC 42001'},
    ]
    const ofSet = [
      {name: 'spdx:dataset:datasetType', value: 'text'},
      {name: 'spdx:dataset:hasSensitivePersonalInformation', value: 'no'},
      {name: 'spdx:builtTime', value: '2025-10-01T00:00:00Z'},
      {name: 'spdx:comment', value: 'reviewed in May'},
    ]
    const {model, data, lost, back} = written((each, set) => {
      each.modelCard.properties = ofCard
      set.properties = ofSet
    })
    expect(model.ai_metricDecisionThreshold).toEqual([
      {type: 'DictionaryEntry', key: 'accuracy', value: '0.5'},
      {type: 'DictionaryEntry', key: 'F1', value: '0.7'},
    ])
    expect(data).toMatchObject({
      dataset_datasetType: ['text'],
      builtTime: '2025-10-01T00:00:00Z',
      comment: 'reviewed in May',
    })
    const sorted = (list: Editable[]): string[] => list.map(({name, value}) => `${name} ${value}`).sort()
    expect(sorted(back['components'][0].modelCard.properties)).toEqual(sorted(ofCard))
    expect(sorted(back['components'][1].properties)).toEqual(sorted(ofSet))
    expect(lost.filter(place => place.startsWith(ofModel) || place.startsWith(ofData))).toEqual([])
  })

  it('is not said to be carried where SPDX has one text for it and the kind of training', () => {
    const {model, lost} = written(each => {
      each.modelCard.modelParameters.approach = {type: 'supervised'}
      each.modelCard.properties = [{name: 'spdx:ai:informationAboutTraining', value: 'three epochs'}]
    })
    expect(model.ai_informationAboutTraining).toBe('three epochs')
    expect(lost).toContain('/components/*/modelCard/modelParameters/approach')
  })
})

describe('what data hold', () => {
  it.each([
    ['names of customers', 'yes'],
    ['no personal data', 'no'],
    ['contains no PII', 'no'],
    ['does not include e-mails', 'no'],
    ['e-mails, redacted', 'no'],
    ['names of people, not anonymised', 'yes'],
    ['trade secrets', undefined],
  ])('is personal by the words of SPDX: %s', (text, presence) => {
    const {data} = written((_model, set) => {
      set.data = [{type: 'dataset', sensitiveData: [text]}]
    })
    expect(data.dataset_hasSensitivePersonalInformation).toBe(presence)
  })

  it.each([
    ['contains no personal data', false],
    ['health records', true],
  ])('is sensitive to a review: %s', async (text, isSensitive) => {
    const {findings} = await reviewOf(
      vendorBom(bom => {
        bom.components[1].data = [{type: 'dataset', classification: 'public', sensitiveData: [text]}]
      }),
    )
    expect(findings.some(({message}) => message.includes('is classified as public'))).toBe(isSensitive)
  })
})
