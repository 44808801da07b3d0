//go:build linux || darwin || freebsd

package sqlite

import "syscall"

// Space returns how many bytes an ordinary user may still write to the disk of a folder,
// and the disk's size; -1 where they are unknown.
func Space(dir string) (free, total int64) {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(dir, &stat); err != nil {
		return -1, -1
	}
	block := int64(stat.Bsize)
	return int64(stat.Bavail) * block, int64(stat.Blocks) * block
}
