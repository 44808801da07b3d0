package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// release is the version of Paperboy: the newest in .github/CHANGELOG.md.
const release = "0.1.0"

// version is the release, which pages, answers and receipts name.
func version() string { return release }

// commit is the commit that the program was built from, with "-modified" where files
// were changed since; "" where the build does not know it.
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
			if c.JSON {
				return printJSON(cmd.OutOrStdout(), map[string]string{"version": version(), "commit": commit(), "go": runtime.Version()})
			}
			built := runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH
			if c := commit(); c != "" {
				built += ", commit " + c
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "paperboy %s (%s)\n", version(), built)
			return err
		},
	}
}
