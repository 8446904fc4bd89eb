import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv2020} from 'ajv/dist/2020.js'
import {describe, expect, it} from 'vitest'
import {checkDocument} from '../../../src/bom/check/check-document.ts'
import {withDeclarations} from '../../../src/review/profiles/declarations.ts'
import {knownProfile, profileNames} from '../../../src/review/profiles/known.ts'
import {splitPath} from '../../../src/review/profiles/paths.ts'
import {parsePerspectives, toPerspectives} from '../../../src/review/profiles/perspective.ts'
import type {Profile, Requirement} from '../../../src/review/profiles/profile.ts'
import {reviewOf} from '../../support/review.ts'
import {projectRoot} from '../../support/run.ts'
import {hasShared, sharedPath} from '../../support/shared.ts'
import {type Editable, vendorBom} from '../../support/vendor-bom.ts'

const model = "$.components[?@.type=='machine-learning-model']"

function profileOf(...requirements: Partial<Requirement>[]): Profile {
  return {
    name: 'own',
    title: 'Own',
    frameworks: [{name: 'Own'}],
    requirements: requirements.map((each, index) => ({
      id: `R${index + 1}`,
      framework: 0,
      text: 'asked',
      paths: [['$.version']],
      ...each,
    })),
  }
}

async function answer(
  requirement: Partial<Requirement>,
  change: (bom: Editable) => unknown = () => undefined,
): Promise<Editable> {
  const {profiles, evidence} = await reviewOf(
    vendorBom(bom => void change(bom)),
    {},
    [profileOf(requirement)],
  )
  const [first] = profiles?.[0]?.requirements ?? []
  for (const number of first?.evidence ?? []) expect(evidence[number]).toBeDefined()
  return first
}

function second(bom: Editable): Editable {
  return {
    ...bom.components[0],
    'bom-ref': 'second',
    name: 'second',
    purl: undefined,
    description: undefined,
    components: undefined,
  }
}

describe('what a BOM answers of a requirement', () => {
  it.each<[string, Partial<Requirement>, (bom: Editable) => unknown, string, string]>([
    ['met', {paths: [['$.metadata.timestamp']]}, () => undefined, 'met', 'stated'],
    [
      'met by another field',
      {paths: [['$.metadata.manufacturer', '$.metadata.authors']]},
      () => undefined,
      'met',
      'stated',
    ],
    [
      'met for all models',
      {paths: [[`${model}.name`]]},
      bom => bom.components.push(second(bom)),
      'met',
      'all 2 models',
    ],
    ['not met', {paths: [['$.signature']]}, () => undefined, 'not', 'not stated'],
    [
      'only a placeholder',
      {paths: [[`${model}.description`]]},
      bom => Object.assign(bom.components[0], {description: 'TBD'}),
      'not',
      'not stated',
    ],
    [
      'for some',
      {paths: [[`${model}.description`]]},
      bom => bom.components.push(second(bom)),
      'partly',
      'not for acme-ai/second',
    ],
    [
      'in part',
      {paths: [['$.metadata.timestamp'], ['$.signature']]},
      () => undefined,
      'partly',
      'signature: not stated',
    ],
    [
      'in doubt',
      {paths: [[`${model}.version`]]},
      bom => Object.assign(bom.components[0], {version: 'main'}),
      'partly',
      'AIB320',
    ],
    ['not shown to suffice', {paths: [['$.dependencies']], touches: true}, () => undefined, 'partly', 'a person'],
    [
      'asked of what is not there',
      {paths: [["$.components[?@.type=='device']"]]},
      () => undefined,
      'undecidable',
      'no such part',
    ],
    ['nothing for a BOM', {paths: []}, () => undefined, 'undecidable', 'nothing in a BOM'],
    [
      'files of a hosted model',
      {paths: [[`${model}.hashes`]]},
      bom => Object.assign(bom, {components: [{type: 'machine-learning-model', name: 'gpt-5'}]}),
      'undecidable',
      'have no files',
    ],
    [
      'data inside a card',
      {paths: [["$.components[?@.type=='data'].name"]]},
      bom => {
        bom.components.pop()
        bom.components[0].modelCard.modelParameters.datasets = [{type: 'dataset', name: 'clauses'}]
      },
      'met',
      'the data set',
    ],
    [
      'a data set that is a component, and stands in the card too',
      {paths: [["$.components[?@.type=='data'].licenses"]]},
      bom => {
        bom.components[0].modelCard.modelParameters.datasets = [{type: 'dataset', name: 'clauses'}]
      },
      'met',
      'stated for the data set',
    ],
    [
      'what the card alone says of a data set that is a component',
      {paths: [["$.components[?@.type=='data'].description"]]},
      bom => {
        const card = {type: 'dataset', name: 'clauses', description: 'annotated clauses'}
        bom.components[0].modelCard.modelParameters.datasets = [card]
      },
      'met',
      'stated for the data set',
    ],
    [
      'the version of the BOM, beside a model whose version moves',
      {paths: [['$.version']]},
      bom => Object.assign(bom.components[0], {version: 'main'}),
      'met',
      'stated',
    ],
  ])('%s', async (_what, requirement, change, status, reason) => {
    const found = await answer(requirement, change)
    expect(found.status).toBe(status)
    expect(found.reason).toContain(reason)
  })

  it('leads to the place in the document, nested or not', async () => {
    const bom = vendorBom(each => {
      const [nested] = each.components.splice(0, 1)
      each.components.push({type: 'application', name: 'bundle', components: [nested]})
    })
    const {evidence} = await reviewOf(bom, {}, [profileOf({paths: [[`${model}.description`]]})])
    expect(evidence.map(({place}) => place)).toContain('/components/1/components/0/description')
  })
})

describe('paths', () => {
  it('take linear time, whatever pattern stands in them', () => {
    const path = splitPath("$.components[?search(@.name,'^(a+)+$')].name")
    expect(path.holders({components: [{name: `${'a'.repeat(5000)}!`}]})).toEqual([])
  })

  it.each(['components', '$.', '$[?@.a ==]', '$[?nothing(@)]', '$'.padEnd(2000, '.a')])('refuses %.20s', text => {
    expect(() => splitPath(text)).toThrow()
  })
})

describe.each(profileNames)('the profile %s', name => {
  it('has paths that are paths, and names each requirement once', async () => {
    const {requirements, frameworks} = await knownProfile(name)
    for (const path of requirements.flatMap(({paths}) => paths.flat())) expect(splitPath(path).text).toBe(path)
    const ids = requirements.map(({id, framework}) => `${framework} ${id}`)
    expect(new Set(ids).size).toBe(ids.length)
    expect(requirements.every(({framework}) => frameworks[framework] !== undefined)).toBe(true)
  })

  it('is a file of perspectives too, which gives the same answers', async () => {
    const profile = await knownProfile(name)
    const text = `${JSON.stringify(toPerspectives(profile), null, 2)}\n`
    await expect(text).toMatchFileSnapshot(join(projectRoot, `schemas/perspectives/${name}.json`))
    const {profiles: [ours, theirs] = []} = await reviewOf(vendorBom(), {}, [
      profile,
      parsePerspectives(text, 'file.json'),
    ])
    const whole = profile.requirements.filter(({touches, paths}) => touches !== true && paths.length === 1)
    for (const {id, framework} of whole) {
      const of = (answers: typeof ours): string | undefined =>
        answers?.requirements.find(each => each.id === id && each.framework === framework)?.status
      expect([id, of(theirs)]).toEqual([id, of(ours)])
    }
  })

  it('becomes declarations of a valid BOM, once however often', async () => {
    const bom = vendorBom()
    const result = await reviewOf(bom, {}, [await knownProfile(name)])
    const copy = withDeclarations(bom, result)
    const {problems} = await checkDocument(JSON.stringify(copy), 'copy.json')
    expect(problems).toEqual([])
    expect(withDeclarations(copy, result)).toEqual(copy)
  })

  it.skipIf(!hasShared)('is valid by the schema of CycloneDX 2.0, as it is being made', async () => {
    const ajv = new Ajv2020({strict: false, allErrors: true, validateFormats: false})
    // schemas that the bundle only refers to; perspectives need none of them
    ajv.addSchema({}, 'https://cyclonedx.org/schema/spdx.schema.json')
    ajv.addSchema(
      {definitions: {algorithmFamiliesEnum: {}, ellipticCurvesEnum: {}}},
      'https://cyclonedx.org/schema/cryptography-defs.schema.json',
    )
    const validate = ajv.compile(
      JSON.parse(readFileSync(sharedPath('spec/cyclonedx-2.0-dev/bundled.schema.json'), 'utf8')),
    )
    validate(toPerspectives(await knownProfile(name)))
    expect(validate.errors ?? []).toEqual([])
  })
})
