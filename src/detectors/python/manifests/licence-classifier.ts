/** Classifiers that mean one SPDX licence; "Apache Software License" and "BSD License" do not say which of theirs. */
const spdxByClassifier: ReadonlyMap<string, string> = new Map([
  ['MIT License', 'MIT'],
  ['ISC License (ISCL)', 'ISC'],
  ['Mozilla Public License 2.0 (MPL 2.0)', 'MPL-2.0'],
  ['The Unlicense (Unlicense)', 'Unlicense'],
  ['GNU General Public License v2 (GPLv2)', 'GPL-2.0-only'],
  ['GNU General Public License v2 or later (GPLv2+)', 'GPL-2.0-or-later'],
  ['GNU General Public License v3 (GPLv3)', 'GPL-3.0-only'],
  ['GNU General Public License v3 or later (GPLv3+)', 'GPL-3.0-or-later'],
  ['GNU Lesser General Public License v3 (LGPLv3)', 'LGPL-3.0-only'],
  ['GNU Lesser General Public License v3 or later (LGPLv3+)', 'LGPL-3.0-or-later'],
  ['GNU Affero General Public License v3', 'AGPL-3.0-only'],
  ['GNU Affero General Public License v3 or later (AGPLv3+)', 'AGPL-3.0-or-later'],
])
const classifierPattern = /^License :: (?:OSI Approved :: )?([^:]{1,100})$/

/**
 * The licence that the classifiers of a project state, by its SPDX identifier where they mean one; undefined for none
 * or several.
 */
export function classifiedLicence(classifiers: readonly string[]): string | undefined {
  const [only, ...others] = classifiers
    .flatMap(text => classifierPattern.exec(text)?.[1] ?? [])
    .filter(name => name !== 'OSI Approved')
  return only === undefined || others.length > 0 ? undefined : (spdxByClassifier.get(only) ?? only)
}
