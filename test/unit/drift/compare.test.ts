import {describe, expect, it} from 'vitest'
import {changeClasses} from '../../../src/drift/change-class.ts'
import {compareSides} from '../../../src/drift/compare.ts'
import {formatLock, parseLock} from '../../../src/drift/lock-file.ts'
import {projectInventory} from '../../../src/drift/project.ts'
import {sentenceOf} from '../../../src/drift/sentence.ts'
import {makeService} from '../../../src/inventory/make.ts'
import {type ChangePair, changes, inventoryOf, noChanges} from '../../support/change-pairs.ts'
import {richInventory} from '../../support/rich-inventory.ts'

function compare({before, after}: Pick<ChangePair, 'before' | 'after'>, complete = true) {
  return compareSides(projectInventory(before, 'each', complete), projectInventory(after, 'each', complete))
}

/** Told by registries, not by comparing two sides. */
const upstreamClasses: ReadonlySet<string> = new Set([
  ...[
    'file-replaced',
    'repository-gone',
    'repository-renamed',
    'revision-deleted',
    'scan-warned',
    'package-withdrawn',
    'model-retired',
  ],
  ...['access-restricted', 'package-deprecated', 'model-deprecated'],
])

describe('compareSides', () => {
  it.each(changes.map(pair => [pair.name, pair] as const))('names the change: %s', (_name, pair) => {
    expect(
      compare(pair)
        .changes.map(({class: name, name: asset}) => `${name} ${asset}`)
        .sort(),
    ).toEqual([...pair.expected].sort())
  })

  it.each(noChanges.map(pair => [pair.name, pair] as const))('sees no change in %s', (_name, pair) => {
    expect(compare(pair).changes).toEqual([])
    expect(
      compare({before: pair.after, after: pair.before}).changes.filter(({class: name}) => name !== 'content-unknown'),
    ).toEqual([])
  })

  it('compares what another tool says of a service, and not what it leaves out', () => {
    const classesOf = (before: object, after: object): string[] => {
      const inventories = [before, after].map(facts =>
        inventoryOf([makeService({provider: 'acme', endpoints: [], ...facts}, [])]),
      )
      const [one, other] = inventories
      return one === undefined || other === undefined
        ? []
        : compare({before: one, after: other}, false).changes.map(({class: name}) => name)
    }
    expect(classesOf({authenticated: true}, {authenticated: false})).toEqual(['credentials-changed'])
    expect(classesOf({crossesTrustBoundary: false}, {crossesTrustBoundary: true})).toEqual(['data-flow-changed'])
    expect(classesOf({}, {authenticated: false})).toEqual([])
  })

  it('has a pair for every class but those of locks and of registries', () => {
    const seen = new Set(changes.flatMap(({expected}) => expected.map(text => text.slice(0, text.indexOf(' ')))))
    expect(Object.keys(changeClasses).filter(name => !seen.has(name) && !upstreamClasses.has(name))).toEqual([
      'packages-changed',
    ])
  })

  it('finds no change between an inventory and itself, and every asset gone against nothing', () => {
    const side = projectInventory(richInventory(), 'each', true)
    expect(compareSides(side, side)).toMatchObject({
      changes: [],
      moved: [],
      related: true,
      unchanged: side.entries.length,
    })
    const nothing = projectInventory(inventoryOf([]), 'each', true)
    expect(compareSides(side, nothing).changes).toHaveLength(side.entries.length)
  })

  it('says that two sides have nothing in common', () => {
    const [added] = changes
    const removed = changes.find(({name}) => name === 'a prompt is edited')
    if (added === undefined || removed === undefined) throw new Error('pairs are missing')
    expect(
      compareSides(projectInventory(added.before, 'each', true), projectInventory(removed.before, 'each', true))
        .related,
    ).toBe(false)
  })

  it('does not take what another tool leaves out for a change, and says so', () => {
    const license = changes.find(({name}) => name === 'a license goes')
    if (license === undefined) throw new Error('a pair is missing')
    const {changes: found, notCompared} = compare(license, false)
    expect(found).toEqual([])
    expect(notCompared).toEqual([{what: 'license of model: one of the two documents does not state it', count: 1}])
  })

  it('puts every change into a sentence with the name of its asset', () => {
    for (const pair of changes)
      for (const change of compare(pair).changes) expect(sentenceOf(change)).toContain(change.name)
  })
})

describe('a lock', () => {
  it.each([...changes, ...noChanges].map(pair => [pair.name, pair] as const))(
    'keeps what is compared: %s',
    (_name, {before, after}) => {
      const old = projectInventory(before, 'digest', true)
      const now = projectInventory(after, 'digest', true)
      const locked = {
        entries: parseLock(formatLock(old.entries), 'aibom.lock'),
        complete: true,
        unread: new Set<string>(),
      }
      const [direct, byLock] = [compareSides(old, now), compareSides(locked, now)]
      const facts = (list: typeof direct.changes) =>
        list.filter(({class: name}) => name !== 'not-read' && name !== 'asset-removed')
      expect(facts(byLock.changes)).toEqual(facts(direct.changes))
      expect(formatLock(locked.entries)).toBe(formatLock(old.entries))
    },
  )

  it('sums up the packages of a lock file, whatever their order', () => {
    const [torch] = richInventory().assets.filter(({id}) => id === 'package:pypi/torch')
    const manifest = {
      kind: 'dependency-manifest',
      id: 'dependency-manifest:uv.lock',
      name: 'uv.lock',
      aliases: [],
      digests: [],
      evidence: torch?.evidence ?? [],
      facts: {ecosystem: 'pypi', role: 'lock'},
    } as const
    if (torch === undefined) throw new Error('the inventory has changed')
    const before = projectInventory(inventoryOf([manifest, torch]), 'digest', true)
    const after = projectInventory(inventoryOf([{...torch, version: '2.8.0'}, manifest]), 'digest', true)
    expect(compareSides(before, before).changes).toEqual([])
    expect(compareSides(before, after).changes.map(({class: name}) => name)).toEqual(['packages-changed'])
  })

  it.each([
    ['a merge conflict', '<<<<<<< HEAD\nlockVersion: 1\n', /:1 .*merge conflict/],
    ['a newer version', 'lockVersion: 2\nassets: {}\n', /lockVersion 2/],
    ['no version', 'assets: {}\n', /no lockVersion/],
    ['no assets', 'lockVersion: 1\n', /no map of assets/],
    [
      'an unknown fact',
      'lockVersion: 1\nassets:\n  "model:x":\n    name: "x"\n    colour: "red"\n',
      /:5 .*unknown fact "colour"/,
    ],
    ['a name twice', 'lockVersion: 1\nassets:\n  "model:x":\n    name: "x"\n  "model:x":\n    name: "x"\n', /twice/],
    ['a fact twice', 'lockVersion: 1\nassets:\n  "model:x":\n    name: "x"\n    name: "y"\n', /twice/],
    ['a key that is a map', 'lockVersion: 1\nassets:\n  ? {a: b}\n  : {name: "x"}\n', /not text/],
    ['an unknown kind', 'lockVersion: 1\nassets:\n  "toaster:x":\n    name: "x"\n', /kind of asset/],
    ['a fact that is a map', 'lockVersion: 1\nassets:\n  "model:x":\n    name: {a: "x"}\n', /text or a list/],
    ['no YAML', 'lockVersion: 1\nassets: [\n', /AIBOM|YAML/],
  ])('is refused with %s', (_name, text, message) => {
    expect(() => parseLock(text, 'aibom.lock')).toThrow(message)
    expect(() => parseLock(text, 'aibom.lock')).toThrow(expect.objectContaining({exit: 2}))
  })
})
