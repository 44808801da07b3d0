package main

import (
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// newRoot returns the command tree, whose flags set the fields of c.
func newRoot(c *Config) *cobra.Command {
	root := &cobra.Command{
		Use:   "paperboy",
		Short: "A search engine and recommendation server for research papers",
		Long: `Paperboy searches research papers. It ingests them from pages, feeds and files, and
offers search, facets and similar papers in the browser and through an API.

Every flag can also be set by an environment variable (PAPERBOY_ADDR for --addr) or in
paperboy.yaml in the data folder. Flags take precedence over variables, and variables over
the file.
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some records were rejected.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		// Without a command it prints the help; for an unknown one it suggests the nearest.
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
				return usagef("there is no command %q: did you mean %s?", args[0], near[0])
			}
			return usagef("there is no command %q", args[0])
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SuggestionsMinimumDistance = 2
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	c.globalFlags(root.PersistentFlags())
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		beginAct(cmd)
		return c.layer(cmd.Flags(), func(name string) bool { return hasFlag(root, name) })
	}
	root.AddCommand(
		newServe(c),
		newAdd(c),
		newIngest(c),
		newFetch(c),
		newSearch(c),
		newSimilar(c),
		newBetween(c),
		newExport(c),
		newDelete(c),
		newMerges(c),
		newMerge(c),
		newUnmerge(c),
		newLists(c),
		newKeys(c),
		newMail(c),
		newAudit(c),
		newStats(c),
		newCheck(c),
		newReindex(c),
		newBackup(c),
		newRestore(c),
		newRecover(c),
		newEval(c),
		newBench(c),
		newVersion(c),
	)
	return root
}

// hasFlag reports whether root or a command below it has a flag with a name.
func hasFlag(root *cobra.Command, name string) bool {
	found := func(flags *pflag.FlagSet) bool { return flags.Lookup(name) != nil }
	return found(root.PersistentFlags()) || slices.ContainsFunc(root.Commands(), func(cmd *cobra.Command) bool {
		return found(cmd.Flags()) || hasFlag(cmd, name)
	})
}

// arguments turns a wrong number of arguments into a usage error.
func arguments(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usagef("%s: %w", cmd.Name(), err)
		}
		return nil
	}
}

// group completes a command that only has others below it.
func group(cmd *cobra.Command, below ...*cobra.Command) *cobra.Command {
	cmd.Args, cmd.RunE = arguments(cobra.NoArgs), func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	cmd.AddCommand(below...)
	return cmd
}
