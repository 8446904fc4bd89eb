import {gunzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {flexTexts} from '../../../src/formats/flatbuffer/flexbuffer.ts'
import {answer} from '../../support/examined.ts'
import {bytes} from '../../support/pickles.ts'

/** Written by TensorFlow: a determinant, for which TensorFlow Lite has no operator of its own. */
const model = gunzipSync(
  Buffer.from(
    'H4sIAAAAAAACA31Uv2/TUBC+JG4SUtOmrSlR1SESHSrUmjRABwQSVX9IlfoDlQgxgCyrMcSQOlXiVBFiRgwIMSAWGBiYUIcOiA2mzqh/ADNiYGRAotR8Z59dNy286kvfO9997+57994oEVUWli5qVKRRKpBGeVJhy5KCOcFG9Az4CmhJojFgt4cohXUCyBOPnB/FMTmsVIm7CvQDLau5ZTv3jap1z2zXXT9O4e9/PC8j8yzQaLubbdcokXCz/cmB5ymy7gDYnibk22PE52Q+BMyurtyaX7u5uLpiLM9XZuZmKjP0Fj6nYj4btmM0245rb1jGltVs2Q2HemG/hA0mgDzwA+s94AOwDbwD3vB+wjPiBTnVovo5/z6/fq5DkxxZF9W3ZHxduAxF/NVIa8XXa3f71evk3b1PKamR/dJAWS9P6VDkuezJ+03p03qJDsfP3573C9gHPoqfKpqF+BKzh4Pt306wByPt15OWXOJ8nF9t3/PqAJ/v8tLiWnG24UBP16rqvo/mc/RFVTJXn9i5N8bgNC6aM/+GaTscwfV/B16Ibz6KJz+TvGhwg/tWcrkGDCybbtPuzFmu1cQZm45LxcHjxhE6n8klKoPJUqKM4MvnNE0ZD+vKyP90V+69kvtoIEyxyPmLb1Zqy0rucQ6uq0dyTMk66AmK7ko2pm3oSzGtQz4S3ywcdmCoACqwC9tTYE74ddwXDgl14hjOtwD7AOtmNl3bRddb1VmzXr9Siu31oCs2IzVXYD/N9xhiVq2q0arb6xYdvgEh3nfFp+UMXx4E93zNatXMTetIHNc77QVxmvj3BOUmWeM9xJ7p3vtCyzXXHxpl4WC+R10cSoxD8/7NMRXj+NzFkRIO1u82vg2dzBHFEw37b+jZWMeyisNypCGvnHGStd0BL/eW2bTdmr7ecECJ3j3CWZCb8D/OhPSk4v8Fb13Xu2t0cNqJWD/eAa7LWan47ff5g/eoKL3DU9ZuoW51jl8xvD3IfzLwm1T9u0IRh+Q4/Bfn0203ZAYAAA==',
    'base64',
  ),
)
const own = 'MatrixDeterminant'
const places = (text: string): number[] => {
  const found: number[] = []
  for (let at = model.indexOf(text); at !== -1; at = model.indexOf(text, at + 1)) found.push(at)
  return found
}

/** The model with other names of operators in some of the places where its own stands. */
function renamed(name: string, which: readonly number[]): Buffer {
  const changed = Buffer.from(model)
  for (const [index, at] of places(own).entries()) if (which.includes(index)) changed.write(name, at, 'latin1')
  return changed
}

describe('an operator of TensorFlow in a TFLite model', () => {
  it('is judged by its name and by the node that runs', async () => {
    expect(places(own)).toHaveLength(3)
    expect((await answer(model, 'm.tflite')).verdict).toBe('safe')
  })

  it.each<[string, string, number[], string]>([
    ['acts, whatever its name says', 'WholeFileReaderV2', [0, 1], 'unsafe'],
    ['acts, whatever its node says', 'WholeFileReaderV2', [2], 'unsafe'],
    ['acts throughout', 'WholeFileReaderV2', [0, 1, 2], 'unsafe'],
    ['is another than its name says', 'FractionalAvgPool', [0, 1], 'unknown'],
    ['nobody knows', 'XatrixDeterminant', [0, 1, 2], 'unknown'],
  ])('is not safe where it %s', async (_what, name, which, verdict) => {
    const given = await answer(renamed(name, which), 'm.tflite')
    expect([given.verdict, given.named.includes(name)]).toEqual([verdict, true])
  })

  it('is not safe without its node', async () => {
    const cut = Buffer.from(model)
    cut.fill(0xff, (places(own)[1] ?? 0) + own.length, (places(own)[1] ?? 0) + own.length + 80)
    expect((await answer(cut, 'm.tflite')).verdict).not.toBe('safe')
  })
})

describe('the texts of a FlexBuffer', () => {
  it('are read', () => {
    const texts = flexTexts(bytes('\x01a\x00\x02bc\x00\x02\x07\x05\x14\x14\x04\x28\x01'))
    expect(texts.map(text => Buffer.from(text).toString())).toEqual(['a', 'bc'])
  })

  it.each([
    ['nothing', ''],
    ['a root that is no vector', '\x00\x14\x01'],
    ['a width that there is not', '\x00\x28\x03'],
    ['a vector before the begin', '\x09\x28\x01'],
    ['a length past the end', '\xff\x00\x28\x01'],
    ['an item that is no text', '\x01\x00\x04\x02\x28\x01'],
  ])('are not read from %s', (_name, content) => {
    expect(() => flexTexts(bytes(content))).toThrow(expect.objectContaining({code: 'AIBOM_FLATBUFFER_CUT'}))
  })
})
