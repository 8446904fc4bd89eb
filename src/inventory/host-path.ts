const socketPattern = /(?:^|[/\\])(?:docker|podman|containerd|crio|cri-dockerd)\.sock$|[/\\]pipe[/\\]docker_engine$/
const roots =
  /^(?:\/|\/\*{1,2}|~|~[/\\]?\*{0,2}|\$\{?(?:HOME|userHome|(?:local)?[eE]nv:(?:HOME|USERPROFILE))\}?[/\\]?\*{0,2}|[A-Za-z]:[\\/]?\*{0,2}|%USERPROFILE%[\\/]?|\/{1,2}(?:home|Users|root|etc|var|mnt|host|media)\/?\*{0,2}|\/(?:home|Users)\/[^/\\]+\/?\*{0,2}|[A-Za-z]:[\\/]Users(?:[\\/][^/\\]+)?[\\/]?|\/\/\*{0,2})$/

/** The socket by which a program speaks to a container engine. */
export function isContainerSocket(path: string): boolean {
  return path.length < 300 && socketPattern.test(path)
}

/** The root of a disk, a home folder, or a folder of the system that holds far more than a project. */
export function isWholeDisk(path: string): boolean {
  return path.length < 300 && roots.test(path.trim())
}
