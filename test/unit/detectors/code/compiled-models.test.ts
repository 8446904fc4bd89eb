import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'

async function models(source: string): Promise<string[]> {
  const {assets} = await detect(code, {'a.swift': source})
  return assets.flatMap(({kind, name, evidence}) => (kind === 'model' ? [`${evidence[0]?.line} ${name}`] : []))
}

describe('classes that Xcode makes of Core ML files', () => {
  it('name their models', async () => {
    const source = `import Vision
let settings = MLModelConfiguration()
let a = try? VNCoreMLModel(for: Upscaler(configuration: settings).model)
let b = try VNCoreMLModel(for: Resnet50().model)
let c = try! Segmenter(configuration: settings)
let d = try Posture(configuration: MLModelConfiguration())
`
    expect(await models(source)).toEqual(['3 Upscaler', '4 Resnet50', '5 Segmenter', '6 Posture'])
  })

  it('are told apart from what takes other settings, from libraries and from own classes', async () => {
    const source = `import CoreML
class Engine { init(configuration: MLModelConfiguration) {} }
let settings = MLModelConfiguration()
let a = URLSession(configuration: .default)
let b = StableDiffusionPipeline(configuration: settings)
let c = Engine(configuration: settings)
let d = VNCoreMLModel(for: model)
`
    expect(await models(source)).toEqual([])
  })
})
