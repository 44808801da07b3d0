// Package release says which Paperboy this is.
package release

import "runtime/debug"

// Version is the version of Paperboy: the newest in .github/CHANGELOG.md. Pages, answers and saved
// search records name it.
const Version = "0.1.0"

// Commit returns the commit that the program was built from, followed by "-modified" if files
// were changed since. It returns "" if the build does not have it.
func Commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	commit, changed := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			commit = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = "-modified"
		}
	}
	if commit == "" {
		return ""
	}
	return commit + changed
}
