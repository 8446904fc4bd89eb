import {describe, expect, it} from 'vitest'
import {code} from '../../../../src/detectors/code/index.ts'
import {detect} from '../../../support/detect.ts'
import {placesOf} from '../../../support/places.ts'

const python = 'from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-4o-mini")\n'
const javascript =
  'import OpenAI from "openai"\nawait new OpenAI().chat.completions.create({model: "gpt-4o-mini", messages: []})\n'

async function modelsIn(path: string, text: string): Promise<string[]> {
  const {assets} = await detect(code, {[path]: text})
  return placesOf(assets, path).filter(place => place.includes('model:'))
}

describe('a program without an ending', () => {
  it.each([
    ['#!/usr/bin/env python3', python],
    ['#!/usr/bin/python3.12 -u', python],
    ['#!/usr/bin/env -S uv run --script', python],
    ['#!/usr/bin/env python3\r', python],
    ['#!/usr/bin/env node', javascript],
    ['#!/usr/bin/env -S deno run -A', javascript],
    ['#!/usr/bin/env bun', javascript],
  ])('is read by the interpreter in its first line: %s', async (line, text) => {
    expect(await modelsIn('bin/agent', `${line}\n${text}`)).toEqual(['3 model:openai/gpt-4o-mini'])
  })

  it.each([
    ['another interpreter', 'bin/agent', `#!/bin/sh\n${python}`],
    ['a folder that is called like one', 'bin/agent', `#!/opt/python3/bin/perl\n${python}`],
    ['no interpreter', 'bin/agent', python],
    ['another ending', 'notes.txt', `#!/usr/bin/env python3\n${python}`],
  ])('is not read as code with %s', async (_name, path, text) => {
    expect(await modelsIn(path, text)).toEqual([])
  })
})
