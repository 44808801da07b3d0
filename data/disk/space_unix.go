//go:build linux || darwin || freebsd

package disk

import "syscall"

// Space returns the free space for ordinary users and the total space, in bytes, of the disk
// that holds a folder. Both are -1 if they are unknown.
func Space(dir string) (free, total int64) {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(dir, &stat); err != nil {
		return -1, -1
	}
	block := int64(stat.Bsize)
	return int64(stat.Bavail) * block, int64(stat.Blocks) * block
}
