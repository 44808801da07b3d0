package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"paperboy/data/release"
)

func newVersion(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			commit := release.Commit()
			answer := map[string]string{"version": release.Version, "commit": commit, "go": runtime.Version()}
			return output(c, cmd, answer, line(func(map[string]string) string {
				built := runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH
				if commit != "" {
					built += ", commit " + commit
				}
				return fmt.Sprintf("paperboy %s (%s)", release.Version, built)
			}))
		},
	}
}
