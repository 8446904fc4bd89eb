import {describe, expect, it} from 'vitest'
import {withoutResourceDefinitions} from '../../../src/formats/resource-definitions.ts'

const definition =
  'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: a\nspec:\n  group: b'

describe('a stream without definitions of resources', () => {
  it('has blank lines in their place, so that the lines of the others stay', () => {
    expect(
      withoutResourceDefinitions(`# x\n${definition}\n---\nkind: Pod\n---\n${definition}\n--- # z\nkind: Job\n`),
    ).toBe(`${'\n'.repeat(7)}---\nkind: Pod\n---\n${'\n'.repeat(6)}--- # z\nkind: Job\n`)
  })

  it('is the same with the line breaks of Windows', () => {
    const text = withoutResourceDefinitions(`${definition}\n---\nkind: Pod\n`.replaceAll('\n', '\r\n'))
    expect(text).toBe(`${'\n'.repeat(6)}---\r\nkind: Pod\r\n`)
  })

  it.each([
    ['another group', definition.replace('apiextensions', 'acme')],
    ['another kind', definition.replace('kind: Custom', 'kind: NoCustom')],
    ['a second kind', `${definition}\nkind: Pod`],
    ['another key', `${definition}\nmodel: gpt-4o`],
    ['a list', `${definition}\n- image: ollama/ollama`],
    ['a template', `{{- if .Values.crds }}\n${definition}\n{{- end }}`],
    ['a mention', '# CustomResourceDefinition\nmodel: gpt-4o'],
    ['text below a key', `notes: |\n  ${definition.replaceAll('\n', '\n  ')}`],
    ['a line that only looks like a boundary', `---x\n${definition}`],
  ])('keeps %s', (_what, text) => expect(withoutResourceDefinitions(text)).toBe(text))
})
