import type {Profile} from './profile.ts'

/** Profiles that come with aibom, by the name of `--profile`. */
export const profileNames = ['g7', 'cisa', 'eu-ai-act', 'owasp', 'nist'] as const
/** A profile that comes with aibom. */
export type ProfileName = (typeof profileNames)[number]

/** Anything else that `--profile` is given is the path of a perspective. */
export function isProfileName(text: string): text is ProfileName {
  return profileNames.some(name => name === text)
}

/** Its requirements have no relevance: that is for perspectives of others. */
export async function knownProfile(name: ProfileName): Promise<Profile> {
  const {default: table} = await tables[name]()
  return {
    ...table,
    requirements: table.requirements.map(requirement => ({
      ...requirement,
      from: toOrigin(requirement.from),
      relevance: undefined,
    })),
  }
}

const tables = {
  g7: () => import('./data/g7.json', {with: {type: 'json'}}),
  cisa: () => import('./data/cisa.json', {with: {type: 'json'}}),
  'eu-ai-act': () => import('./data/eu-ai-act.json', {with: {type: 'json'}}),
  owasp: () => import('./data/owasp.json', {with: {type: 'json'}}),
  nist: () => import('./data/nist.json', {with: {type: 'json'}}),
}

function toOrigin(text: string): 'bytes' | 'registry' | 'vendor' {
  return text === 'bytes' || text === 'registry' ? text : 'vendor'
}
