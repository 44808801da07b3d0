//go:build !(linux || darwin || freebsd)

package embedded

func freeSpace(string) (bytes int64, known bool) { return 0, false }
