package folder

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"

	"paperboy/data/disk"
	"paperboy/data/figures"
)

// AutoMinFree is the text for a limit that depends on the size of the disk.
const AutoMinFree = "auto"

// AutoMinFree leaves minFreeBytes free, or one minFreeShare-th of a smaller disk.
const (
	minFreeBytes = 200 << 20
	minFreeShare = 20
)

// ParseMinFree parses a limit for sqlite.Options.MinFree: a size as read by figures.ParseBytes, or
// AutoMinFree, which depends on the disk of dir, and which the empty string means too.
func ParseMinFree(text, dir string) (bytes int64, err error) {
	if text == "" || text == AutoMinFree {
		if _, total := disk.Space(dir); total >= 0 {
			return min(minFreeBytes, total/minFreeShare), nil
		}
		return 0, nil
	}
	bytes, ok := figures.ParseBytes(text)
	if !ok {
		return 0, fmt.Errorf("%s: want %s, or a number of bytes, KiB, MiB or GiB", text, AutoMinFree)
	}
	return bytes, nil
}

// SeenFile returns the file, in the data folder dir, that remembers which files of a watched folder
// were ingested into the library of a server; server is "" for the library in dir.
func SeenFile(dir, server, watched string) string {
	if absolute, err := filepath.Abs(watched); err == nil {
		watched = absolute
	}
	name := sha256.Sum256([]byte(server + "\x00" + watched))
	return filepath.Join(dir, WatchedDir, fmt.Sprintf("%x.jsonl", name[:8]))
}
