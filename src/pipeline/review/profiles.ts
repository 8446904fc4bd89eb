import {resolve} from 'node:path'
import {readUserBytes} from '../../lib/fs/read-file.ts'
import {decodeText} from '../../lib/text/text.ts'
import {isProfileName, knownProfile, profileNames} from '../../review/profiles/known.ts'
import {parsePerspectives} from '../../review/profiles/perspective.ts'
import type {Profile} from '../../review/profiles/profile.ts'
import type {ReviewOptions} from './options.ts'

const limitBytes = 16 * 1024 * 1024

/**
 * The profiles that were asked for, each once: by the name of one of ours, or a file of perspectives.
 * @throws {AibomError} `AIBOM_PROFILE_INVALID`, and for a file that cannot be read
 */
export async function openProfiles({profiles, cwd}: ReviewOptions): Promise<Profile[]> {
  const opened: Profile[] = []
  for (const text of new Set(profiles)) {
    if (isProfileName(text)) opened.push(await knownProfile(text))
    else {
      const bytes = readUserBytes(
        resolve(cwd, text),
        text,
        limitBytes,
        `Name one of ${profileNames.join(', ')}, or a file of CycloneDX perspectives`,
      )
      opened.push(parsePerspectives(decodeText(bytes), text))
    }
  }
  return opened
}
