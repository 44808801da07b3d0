package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"paperboy/api/library"
	"paperboy/data"
	"paperboy/data/figures"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/store/sqlite/folder"
	"paperboy/index/ingest"
)

// target takes what is ingested and fetched: the data folder or a server.
type target interface {
	library.Target
	library.FeedStore
}

func newIngest(c *Config) *cobra.Command {
	var formatName, asOf, rejects string
	var undelete, watched bool
	cmd := &cobra.Command{
		Use:   "ingest [flags] SOURCE...",
		Short: "Add papers from files, folders, URLs or - (standard input)",
		Long: `Add papers from files, folders, URLs or - (standard input), compressed (.gz, .zst) or
not. The format is recognised from the content:

` + describeFormats() + `
A malformed record is refused alone and written to the rejects file; a source that
cannot be read does not keep the others from being taken. What was reported as durable
stays; an ingest can be stopped and run again without harm.

With --watch the sources are folders. What is there is read, then each new or changed
file once it has stayed as it is for --settle, until an interrupt ends it. What was
read is remembered, also by the next start. Hidden and empty files, links to folders
and what editors and browsers have not finished (.part, .crdownload, .tmp, name~) are
passed over. Deleting a file deletes no papers. With --json each file is one line, and
the last line is the summary.`,
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
			if rejects == "" {
				rejects = newRejectsPath(c.Data)
			}
			into, done, err := c.openIngest(cmd)
			if err != nil {
				return err
			}
			run := library.Run{
				Into:    into,
				Options: ingest.RunOptions{Undelete: undelete},
				Read:    format.Options{Formats: formats.All(), Format: formatName, AsOf: day, Stdin: cmd.InOrStdin(), Client: format.NewClient(c.AllowPrivate)},
				Rejects: &library.RejectsFile{Path: rejects},
				Meter:   meters(cmd.ErrOrStderr()),
			}
			if watched {
				return errors.Join(c.watch(cmd, run, args), done())
			}
			summary, err := run.Locations(cmd.Context(), args)
			return c.conclude(cmd, summary, errors.Join(err, done()))
		},
	}
	cmd.Flags().StringVar(&formatName, "format", "", "take every source to be of this `format`")
	cmd.Flags().StringVar(&asOf, "as-of", "", "the `date` on which a page was seen, for dates without a year")
	cmd.Flags().StringVar(&rejects, "rejects", "", "`file` for refused records (default rejects/TIME.jsonl in the data folder)")
	c.fetchFlags(cmd.Flags())
	cmd.Flags().BoolVar(&watched, "watch", false, "go on with what appears in the folders, until interrupted")
	commandLineOnly(cmd.Flags(), "watch")
	c.watchFlags(cmd.Flags())
	cmd.Flags().BoolVar(&undelete, "undelete", false, "bring deleted papers back")
	return cmd
}

// watch takes what folders have and get, and prints what became of each file.
func (c *Config) watch(cmd *cobra.Command, run library.Run, folders []string) error {
	out := cmd.OutOrStdout()
	watch := c.newWatch(run)
	watch.Found = func(one library.SourceSummary) error {
		if c.JSON {
			return printJSON(out, one)
		}
		printSource(out, one)
		return nil
	}
	watch.Notice = func(err error) { cmd.PrintErrf("paperboy: %v\n", err) }
	summary, err := watch.Folders(cmd.Context(), folders)
	if c.JSON {
		err = errors.Join(err, printJSON(out, summary))
	} else {
		fmt.Fprintf(out, "together %s: %s\n", figures.Count(summary.Files, "file"), describe(summary.Total.Count))
		printRejectsFile(out, summary.RejectsFile)
	}
	if err == nil && summary.Total.Rejected > 0 {
		err = errRejected
	}
	return err
}

// newWatch returns a watch of folders, without what it reports to.
func (c *Config) newWatch(run library.Run) *library.Watch {
	return &library.Watch{
		Run: run, Settle: c.Settle, SeenFile: c.seenFile,
		// Papers are not read out of the store, nor rejects out of their file.
		Except: []string{c.Data, run.Rejects.Path},
	}
}

// seenFile is where the watching of a folder is remembered: in the data folder, since it
// says what the store there has. That of another server has a name of its own.
func (c *Config) seenFile(dir string) string {
	if absolute, err := filepath.Abs(dir); err == nil {
		dir = absolute
	}
	name := sha256.Sum256([]byte(c.Server + "\x00" + dir))
	return filepath.Join(c.Data, folder.WatchedDir, fmt.Sprintf("%x.jsonl", name[:8]))
}

func describeFormats() string {
	text := ""
	for _, f := range formats.All() {
		text += fmt.Sprintf("  %-20s %s\n", f.Name, f.Title)
	}
	return text
}

// conclude prints what became of an ingest. Its error is err, or that some records
// were rejected.
func (c *Config) conclude(cmd *cobra.Command, summary library.Summary, err error) error {
	if c.JSON {
		err = errors.Join(err, printJSON(cmd.OutOrStdout(), summary))
	} else {
		printSummary(cmd.OutOrStdout(), summary)
	}
	if err == nil && summary.Total.Rejected > 0 {
		err = errRejected
	}
	return err
}

// newRejectsPath is where refused records go that a user gave no file for.
func newRejectsPath(dir string) string {
	return filepath.Join(dir, folder.RejectsDir, time.Now().UTC().Format("20060102T150405.000Z")+".jsonl")
}

// openIngest returns what takes records and keeps how far feeds are, and what closes it.
func (c *Config) openIngest(cmd *cobra.Command) (target, func() error, error) {
	f, remote, err := c.reach(cmd)
	if err != nil {
		return nil, nil, err
	}
	if remote != nil {
		return remote, func() error { return nil }, nil
	}
	l, err := c.openLibrary(cmd.Context(), f)
	if err != nil {
		return nil, nil, err
	}
	return l, l.close, nil
}

func printSummary(w io.Writer, s library.Summary) {
	for _, one := range s.Sources {
		printSource(w, one)
	}
	if len(s.Sources) > 1 {
		fmt.Fprintf(w, "together: %s\n", describe(s.Total.Count))
	}
	printRejectsFile(w, s.RejectsFile)
	if s.Total.Read > 0 {
		fmt.Fprintf(w, "%.1f s, %s records a second\n", s.Seconds, figures.Thousands(int(s.RecordsPerSecond)))
	}
}

func printRejectsFile(w io.Writer, path string) {
	if path != "" {
		fmt.Fprintf(w, "rejected records: %s\n", path)
	}
}

func printSource(w io.Writer, one library.SourceSummary) {
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
	fmt.Fprintf(w, "%s: %s%s\n", one.Source, describe(one.Count), end)
	for _, reason := range one.Reasons {
		fmt.Fprintf(w, "  %s × %s, first at %s: %s\n", figures.Thousands(reason.Count), reason.Code, reason.First.Entry, reason.First.Reason)
	}
}

// describe counts what became of records, leaving out what did not happen.
func describe(c data.Count) string {
	text := figures.Count(c.Read, "record")
	for _, part := range []struct {
		n    int
		what string
	}{
		{c.Added, "new"}, {c.Updated, "updated"}, {c.Unchanged, "unchanged"},
		{c.Suppressed, "of deleted papers"}, {c.Rejected, "rejected"}, {c.Merged, "papers found to be one with another"},
	} {
		if part.n > 0 {
			text += fmt.Sprintf(", %s %s", figures.Thousands(part.n), part.what)
		}
	}
	return text
}
