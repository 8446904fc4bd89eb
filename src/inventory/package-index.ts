/** Public indexes of vendors, in which nobody else can publish a package. */
const vendorIndex =
  /^https:\/\/(?:[\w-]+\.)*(?:pytorch\.org|nvidia\.com|pypi\.org|pythonhosted\.org|jax-releases\.storage\.googleapis\.com|huggingface\.co|intel\.com|amd\.com)(?:\/|$)/
/** Mirrors of the public index, which hold what it holds. */
const mirror =
  /^https?:\/\/(?:[\w-]+\.)*(?:pypi\.python\.org|tsinghua\.edu\.cn|aliyun\.com|ustc\.edu\.cn|douban\.com|huaweicloud\.com|tencent\.com|163\.com|piwheels\.org|openvinotoolkit\.org|flashinfer\.ai|vllm\.ai|lmsys\.org|xformers\.org)(?:\/|$)/
const page = /^https:\/\/abetlen\.github\.io\/llama-cpp-python\//

/** Whether an index beside the public one holds nothing that somebody could take the place of. */
export function isVendorIndex(url: string): boolean {
  return vendorIndex.test(url) || mirror.test(url) || page.test(url)
}
