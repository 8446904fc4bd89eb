// A process of its own, without a loader of TypeScript: writes the inventory of a file as a BOM by the built code,
// cold, and prints what that took.
import {readdirSync, readFileSync} from 'node:fs'

const [file = '', spec] = process.argv.slice(2)
const inventory = JSON.parse(readFileSync(file, 'utf8'))
const dist = new URL('../../dist/', import.meta.url)
const built = readdirSync(dist).find(name => /^write-\w+\.js$/.test(name))
if (built === undefined) throw new Error('dist/ is not built')
const before = process.cpuUsage()
const start = performance.now()
const {writeBom} = await import(new URL(built, dist))
const {json} = await writeBom(inventory, {spec, toolVersion: '0.0.0'})
const wall = (performance.now() - start) / 1000
const {user, system} = process.cpuUsage(before)
console.log(
  JSON.stringify({
    cpu: (user + system) / 1e6,
    wall,
    bytes: json.length,
    components: JSON.parse(json).components.length,
  }),
)
