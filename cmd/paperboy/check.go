package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"paperboy/api"
)

func newCheck(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Verify the store and the index",
		Long:  "Verify every page of the store and every document of the index. Exits with 1 if something is wrong.",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.ask(cmd, func(papers api.UseCases) error {
				answer, err := papers.Check(cmd.Context())
				if err != nil {
					return err
				}
				if c.JSON {
					err = printJSON(cmd.OutOrStdout(), answer)
				} else {
					for _, problem := range answer.Problems {
						fmt.Fprintln(cmd.OutOrStdout(), problem)
					}
					_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s checked, %s\n", count(answer.Papers, "paper"), count(len(answer.Problems), "problem"))
				}
				if err == nil && len(answer.Problems) > 0 {
					err = fmt.Errorf("check: %s", count(len(answer.Problems), "problem"))
				}
				return err
			})
		},
	}
}
