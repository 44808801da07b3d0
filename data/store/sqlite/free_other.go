//go:build !linux && !darwin && !freebsd

package sqlite

// freeSpace is not known here.
func freeSpace(string) int64 { return -1 }
