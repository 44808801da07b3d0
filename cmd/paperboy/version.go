package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// release is the version of Paperboy: the newest in .github/CHANGELOG.md.
const release = "0.1.0"

// version returns the release. Pages, answers and saved search records name it.
func version() string { return release }

// commit returns the commit that the program was built from, followed by "-modified" if files
// were changed since. It returns "" if the build does not have it.
func commit() string {
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

func newVersion(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			answer := map[string]string{"version": version(), "commit": commit(), "go": runtime.Version()}
			return output(c, cmd, answer, line(func(map[string]string) string {
				built := runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH
				if c := commit(); c != "" {
					built += ", commit " + c
				}
				return fmt.Sprintf("paperboy %s (%s)", version(), built)
			}))
		},
	}
}
