package main

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"paperboy/api/library"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/settings"
	"paperboy/index/ingest"
)

func newIngest(c *Config) *cobra.Command {
	var formatName, asOf, rejects string
	var undelete, watched bool
	cmd := &cobra.Command{
		Use:   "ingest [flags] SOURCE...",
		Short: "Add papers from files, folders, URLs or - (standard input)",
		Long: `Add papers from files, folders, URLs or - (standard input), compressed (.gz, .zst) or
not. The format is recognized from the content:

` + describeFormats() + `
A malformed record is rejected on its own and written to the rejects file. A source that
cannot be read does not affect the others. Records reported as durable are safe; an
ingest can be stopped and repeated without harm.

With --watch the sources are folders. Their files are read, then each new or changed file
once it has been unchanged for --settle, until an interrupt. Files that were read are
remembered, also at the next start. Hidden and empty files, links to folders and
unfinished files of editors and browsers (.part, .crdownload, .tmp, name~) are ignored.
Deleting a file deletes no papers. With --json each file is one line, and the last line
is the summary.`,
		Example: "  paperboy ingest papers.jsonl.gz\n  paperboy ingest --as-of 2025-11-13 saved-page.html\n  paperboy ingest --watch ~/Papers",
		Args:    arguments(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			day, err := data.ParseDate(asOf)
			if err != nil {
				return usagef("--as-of: %w", err)
			}
			if formatName != "" && !slices.ContainsFunc(formats.All(), func(f format.Format) bool { return f.Name == formatName }) {
				return usagef("--format: unknown format %q", formatName)
			}
			place := c.place(cmd)
			into, done, err := place.OpenTarget(cmd.Context())
			if err != nil {
				return err
			}
			run := library.Run{
				Into:    into,
				Options: ingest.RunOptions{Undelete: undelete},
				Read:    format.Options{Formats: formats.All(), Format: formatName, AsOf: day, Stdin: cmd.InOrStdin(), Client: format.NewClient(c.AllowPrivate)},
				Rejects: place.Rejects(rejects),
				Meter:   meters(cmd.ErrOrStderr()),
			}
			if watched {
				return errors.Join(c.watch(cmd, run, args), done())
			}
			summary, err := run.Locations(cmd.Context(), args)
			return c.conclude(cmd, summary, errors.Join(err, done()))
		},
	}
	cmd.Flags().StringVar(&formatName, "format", "", "read every source as this `format`")
	cmd.Flags().StringVar(&asOf, "as-of", "", "`date` on which a page was saved, for dates without a year and for its votes")
	cmd.Flags().StringVar(&rejects, "rejects", "", "`file` for rejected records (default rejects/TIME.jsonl in the data folder)")
	c.fetchFlags(cmd.Flags())
	cmd.Flags().BoolVar(&watched, "watch", false, "keep reading files as they appear in the folders, until interrupted")
	settings.CommandLineOnly(cmd.Flags(), "watch")
	c.watchFlags(cmd.Flags())
	cmd.Flags().BoolVar(&undelete, "undelete", false, "restore deleted papers")
	return cmd
}

// watch ingests the files of folders as they appear, and prints the result of each.
func (c *Config) watch(cmd *cobra.Command, run library.Run, folders []string) error {
	watch := c.place(cmd).NewWatch(c.Settle)
	watch.Run, watch.Except = run, append(watch.Except, run.Rejects.Path)
	watch.Found = func(one library.SourceSummary) error { return output(c, cmd, one, printSource) }
	watch.Notice = func(err error) { cmd.PrintErrf("paperboy: %v\n", err) }
	summary, err := watch.Folders(cmd.Context(), folders)
	return endIngest(c, cmd, summary, summary.Total.Rejected, err, func(w io.Writer, s library.WatchSummary) error {
		_, err := fmt.Fprintf(w, "together %s: %s\n%s", figures.Count(s.Files, "file"), s.Total.Count.Text(), rejectsText(s.RejectsFile))
		return err
	})
}

func describeFormats() string {
	text := ""
	for _, f := range formats.All() {
		text += fmt.Sprintf("  %-20s %s\n", f.Name, f.Title)
	}
	return text
}

// conclude prints the result of an ingest and returns its error.
func (c *Config) conclude(cmd *cobra.Command, summary library.Summary, err error) error {
	return endIngest(c, cmd, summary, summary.Total.Rejected, err, printSummary)
}

// endIngest prints a summary, and returns err, or errRejected if records were rejected.
func endIngest[S any](c *Config, cmd *cobra.Command, summary S, rejected int, err error, text func(io.Writer, S) error) error {
	if err = errors.Join(err, output(c, cmd, summary, text)); err == nil && rejected > 0 {
		return errRejected
	}
	return err
}

func printSummary(w io.Writer, s library.Summary) (err error) {
	for _, one := range s.Sources {
		printSource(w, one)
	}
	if len(s.Sources) > 1 {
		fmt.Fprintf(w, "together: %s\n", s.Total.Count.Text())
	}
	fmt.Fprint(w, rejectsText(s.RejectsFile))
	if s.Total.Read > 0 {
		_, err = fmt.Fprintf(w, "%.1f s, %s records a second\n", s.Seconds, figures.Thousands(int(s.RecordsPerSecond)))
	}
	return err
}

func rejectsText(path string) string {
	if path == "" {
		return ""
	}
	return fmt.Sprintf("rejected records: %s\n", path)
}

func printSource(w io.Writer, one library.SourceSummary) error {
	end := ""
	if one.Withdrawn > 0 {
		end = fmt.Sprintf(", %s deleted as withdrawn", figures.Thousands(one.Withdrawn))
	}
	switch {
	case one.Error != "" && one.Read == 0:
		end += ", not read"
	case one.Error != "":
		end += ", ended early"
	}
	_, err := fmt.Fprintf(w, "%s: %s%s\n", one.Source, one.Count.Text(), end)
	for _, reason := range one.Reasons {
		fmt.Fprintf(w, "  %s × %s, first at %s: %s\n", figures.Thousands(reason.Count), reason.Code, reason.First.Entry, reason.First.Reason)
	}
	for _, warning := range one.Warnings.Sorted() {
		fmt.Fprintf(w, "  %s × %s, a warning: %s\n", figures.Thousands(warning.Count), warning.Code, data.WarningText(warning.Code))
	}
	return err
}
