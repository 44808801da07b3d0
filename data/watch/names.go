package watch

import (
	"path/filepath"
	"slices"
	"strings"
)

// unfinished lists the endings of the names of unfinished downloads and of editors'
// backup, swap and lock files.
var unfinished = []string{".part", ".partial", ".crdownload", ".download", ".opdownload", ".filepart", ".tmp", ".temp", ".swp", ".swo", ".swx", ".lock", "~"}

// isIgnored reports whether the watcher ignores a path.
func (w *watcher) isIgnored(path string) bool {
	if slices.Contains(w.Except, path) {
		return true
	}
	below, err := filepath.Rel(w.root, path)
	if err != nil {
		return true
	}
	for name := range strings.SplitSeq(filepath.ToSlash(below), "/") {
		if strings.HasPrefix(name, ".") && name != "." {
			return true
		}
	}
	return isUnfinished(filepath.Base(path))
}

// isUnfinished reports whether a file of this name is temporary. Besides the endings in
// unfinished, it recognizes the names that Emacs ("#a.bib#") and Office ("~$a.csv") use.
func isUnfinished(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") || strings.HasPrefix(name, "~$") ||
		slices.ContainsFunc(unfinished, func(ending string) bool { return strings.HasSuffix(lower, ending) })
}
