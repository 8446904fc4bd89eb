import {describe, expect, it} from 'vitest'
import {answer, examined} from '../../support/examined.ts'
import {runsCommand} from '../../support/pickles.ts'
import {concat, u32, u64, utf8} from '../../support/weights.ts'

const field = '# exported\nir_version: 8\ngraph { node { op_type: "Zork" } }\nopset_import { version: 17 }\n'
const syntax = '<\n  ir_version: 8,\n  opset_import: ["" : 17]\n>\ng (float[N] x) => (float[N] y) { y = Zork(x) }\n'
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 4096\n`
const snake = '{"ir_version": "8", "graph": {"node": []}, "opset_import": [{"version": "17"}]}'
const camel = '{"irVersion": "8", "graph": {"node": []}, "opsetImport": [{"version": "17"}]}'

describe('a format that is recognised only', () => {
  it.each([
    ['m.textproto', utf8(field), 'onnx-text'],
    ['m', utf8(field), 'onnx-text'],
    ['m.onnxtxt', utf8(syntax), 'onnx-text'],
    ['m.onnxjson', utf8(snake), 'onnx-json'],
    ['m.json', utf8(camel), 'onnx-json'],
    ['m.blob', concat(utf8('RR_UPCVO'), u32(1), new Uint8Array(64)), 'openvino-blob'],
    ['m.bpte', concat(u32(8), utf8('BP08'), new Uint8Array(64)), 'executorch'],
    ['m.pte', concat(u32(40), utf8('ET12'), utf8('eh00'), new Uint8Array(64)), 'executorch'],
    ['m.plan', concat(utf8('ptrt'), new Uint8Array(64)), 'tensorrt'],
  ])('is named and not proven safe: %s', async (path, content, format) => {
    expect(await examined(content, path)).toMatchObject({format, verdict: 'unknown'})
  })

  it.each(['model.safetensors', 'model.gguf', 'pytorch_model.bin', 'model.onnx', 'tokenizer.json', 'a'])(
    'is a pointer of Git LFS in place of %s, and no lie of its header',
    async path => {
      expect(await examined(utf8(pointer), path)).toMatchObject({
        format: 'git-lfs-pointer',
        verdict: 'unknown',
        facts: {oid: `sha256:${'ab'.repeat(32)}`},
        findings: [{rule: 'AIB106', message: expect.stringContaining('4096 bytes')}],
      })
    },
  )

  it.each(['Entry not found', '<!DOCTYPE html>\n<html></html>', '{"error": "Repository not found"}'])(
    'is a page that was saved as weights: %s',
    async page => {
      expect((await answer(utf8(page), 'model.safetensors')).verdict).toBe('unknown')
    },
  )

  it('is no page where its length is a number that no text spells', async () => {
    expect((await answer(concat(u64(2n ** 64n - 8n), utf8('{"a":1}')), 'model.safetensors')).verdict).toBe('unsafe')
  })

  it.each([
    ['m.textproto', utf8(field)],
    ['m.blob', concat(utf8('RR_UPCVO'), new Uint8Array(64))],
    ['m.pte', concat(u32(40), utf8('ET12'), new Uint8Array(64))],
    ['m.plan', concat(utf8('ftrt'), new Uint8Array(64))],
  ])('is searched for a pickle all the same: %s', async (path, content) => {
    expect(await answer(concat(content, runsCommand), path)).toMatchObject({
      verdict: 'unsafe',
      named: expect.stringContaining('os.system'),
    })
  })

  it.each([
    ['a configuration with a graph', '{"graph": {"node": []}, "name": "x"}', 'json'],
    ['a list of versions', '{"opset_import": [], "graph": "g"}', 'json'],
  ])('is not what %s is', async (_name, content, format) => {
    expect(await examined(utf8(content), 'config.json')).toMatchObject({format, verdict: 'safe'})
  })
})
