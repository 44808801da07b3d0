package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/local"
	"paperboy/data/release"
	"paperboy/data/store/sqlite/folder"
)

// place returns where the settings say that a command finds papers.
func (c *Config) place(cmd *cobra.Command) local.Place {
	return local.Place{
		Dir: c.Data, Server: c.Server, TokenFile: c.TokenFile, Command: commandName(cmd), Version: release.Version, StartEmpty: c.StartEmpty,
		MinFree: func(dir string) (int64, error) {
			bytes, err := folder.ParseMinFree(c.MinFree, dir)
			if err != nil {
				return 0, usagef("--min-free %w", err)
			}
			return bytes, nil
		},
		Notice: notices(cmd),
	}
}

// notices returns a function that prints a sentence to stderr.
func notices(cmd *cobra.Command) func(string) {
	return func(text string) { cmd.PrintErrln("paperboy: " + text) }
}

// commandName returns the name of a command with its parents, such as "lists add".
func commandName(cmd *cobra.Command) string {
	return strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()+" ")
}

// ask opens the papers and calls do with them.
func (c *Config) ask(cmd *cobra.Command, do func(local.Papers) error) error {
	return askOpen(cmd, c.place(cmd).Open, do)
}

// askAny is like ask, but also opens a folder without papers.
func (c *Config) askAny(cmd *cobra.Command, do func(local.Papers) error) error {
	return askOpen(cmd, c.place(cmd).OpenAny, do)
}

// askBehind is like ask, but does not wait until the index is up to date.
func (c *Config) askBehind(cmd *cobra.Command, do func(local.Papers) error) error {
	return askOpen(cmd, c.place(cmd).OpenBehind, do)
}

func askOpen(cmd *cobra.Command, open func(context.Context) (local.Papers, func() error, error), do func(local.Papers) error) error {
	papers, done, err := open(cmd.Context())
	if err != nil {
		return err
	}
	return errors.Join(do(papers), done())
}

// needsFolder returns a usage error with --server, for a command that a server cannot do.
func (c *Config) needsFolder(cmd *cobra.Command) error {
	if c.Server != "" {
		return usagef("%s works on a data folder, not on a server", commandName(cmd))
	}
	return nil
}

// show calls an endpoint and prints its answer: as JSON with --json, otherwise with text.
func show[P, A any](c *Config, cmd *cobra.Command, e *api.Endpoint[P, A], p P, text func(io.Writer, A) error) error {
	return c.ask(cmd, showing(c, cmd, e, p, text))
}

// showing returns what show does with the open papers.
func showing[P, A any](c *Config, cmd *cobra.Command, e *api.Endpoint[P, A], p P, text func(io.Writer, A) error) func(local.Papers) error {
	return func(from local.Papers) error {
		answer, err := local.Call(cmd.Context(), from, e, p)
		if err != nil {
			return err
		}
		return output(c, cmd, answer, text)
	}
}

// showFile writes the file that an endpoint returns to standard output.
func showFile[P any](c *Config, cmd *cobra.Command, d *api.Download[P], p P) error {
	return c.ask(cmd, func(from local.Papers) error {
		out := bufio.NewWriter(cmd.OutOrStdout())
		return errors.Join(local.Download(cmd.Context(), from, d, p, out), out.Flush())
	})
}

// output prints an answer: as JSON with --json, otherwise with text.
func output[A any](c *Config, cmd *cobra.Command, answer A, text func(io.Writer, A) error) error {
	if c.JSON {
		return printJSON(cmd.OutOrStdout(), answer)
	}
	return text(cmd.OutOrStdout(), answer)
}

// line returns a function for show that prints what text returns as a line.
func line[A any](text func(A) string) func(io.Writer, A) error {
	return func(w io.Writer, answer A) error {
		_, err := io.WriteString(w, text(answer)+"\n")
		return err
	}
}
