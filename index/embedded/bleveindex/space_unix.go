//go:build linux || darwin || freebsd

package bleveindex

import "syscall"

// freeSpace returns how many bytes this process may still write on the disk of dir; known is
// false if the system does not say.
func freeSpace(dir string) (bytes int64, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true
}
