//go:build !linux && !darwin && !freebsd

package sqlite

// Space is not known here.
func Space(string) (free, total int64) { return -1, -1 }
