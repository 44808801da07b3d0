package watch

import (
	"path/filepath"
	"slices"
	"strings"
)

// unfinished are the endings of what is not yet, or no longer, a file of its own:
// downloads under way, an editor's copies.
var unfinished = []string{".part", ".partial", ".crdownload", ".download", ".opdownload", ".filepart", ".tmp", ".temp", ".swp", ".swo", ".swx", ".lock", "~"}

// passedOver reports paths that are not looked at.
func (w *watcher) passedOver(path string) bool {
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

// isUnfinished reports names under which files are written before they have their
// own, and those of Emacs ("#a.bib#") and Office ("~$a.csv").
func isUnfinished(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") || strings.HasPrefix(name, "~$") ||
		slices.ContainsFunc(unfinished, func(ending string) bool { return strings.HasSuffix(lower, ending) })
}
