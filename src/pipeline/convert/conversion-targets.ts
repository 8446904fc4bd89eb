/** What `aibom convert` writes. */
export const conversionTargets = ['cyclonedx-1.5', 'cyclonedx-1.6', 'cyclonedx-1.7', 'spdx3'] as const
/** A format, with its version where it has several. */
export type ConversionTarget = (typeof conversionTargets)[number]
