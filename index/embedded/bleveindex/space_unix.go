//go:build linux || darwin || freebsd

package bleveindex

import "syscall"

// freeSpace is how many bytes this process may still write where dir is; known is false
// where the system does not say.
func freeSpace(dir string) (bytes int64, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), true
}
