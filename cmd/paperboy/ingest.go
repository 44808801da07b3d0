package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/index/ingest"
)

// ingester takes records: a *library into the data folder, a remoteIngester into
// a server.
type ingester interface {
	Ingest(context.Context, format.Records, ingest.RunOptions) (ingest.Report, error)
	WaitVisible(context.Context, data.Sequence) error
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
			run := ingestRun{
				into:    into,
				options: ingest.RunOptions{Undelete: undelete},
				read:    format.Options{Formats: formats.All(), Format: formatName, AsOf: day, Stdin: cmd.InOrStdin(), Client: format.NewClient(c.AllowPrivate)},
				rejects: &rejectFile{path: rejects},
				stderr:  cmd.ErrOrStderr(),
			}
			if watched {
				return errors.Join(run.watch(cmd, c, args), done())
			}
			summary, err := run.all(cmd.Context(), args)
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

// watch takes what folders have and get, and prints what came of each file.
func (r ingestRun) watch(cmd *cobra.Command, c *Config, folders []string) error {
	out := cmd.OutOrStdout()
	run := watchRun{
		ingestRun: r, config: c,
		found: func(one ingested) error {
			if c.JSON {
				return printJSON(out, one)
			}
			one.print(out)
			return nil
		},
		notice: func(err error) { cmd.PrintErrf("paperboy: %v\n", err) },
	}
	summary, err := run.all(cmd.Context(), folders)
	if c.JSON {
		err = errors.Join(err, printJSON(out, summary))
	} else {
		summary.print(out)
	}
	if err == nil && summary.Total.Rejected > 0 {
		err = errRejected
	}
	return err
}

func describeFormats() string {
	text := ""
	for _, f := range formats.All() {
		text += fmt.Sprintf("  %-20s %s\n", f.Name, f.Title)
	}
	return text
}

// conclude prints what came of an ingest. Its error is err, or that some records
// were rejected.
func (c *Config) conclude(cmd *cobra.Command, summary ingestSummary, err error) error {
	if c.JSON {
		err = errors.Join(err, printJSON(cmd.OutOrStdout(), summary))
	} else {
		summary.print(cmd.OutOrStdout())
	}
	if err == nil && summary.Total.Rejected > 0 {
		err = errRejected
	}
	return err
}

// newRejectsPath is where refused records go that a user gave no file for.
func newRejectsPath(folder string) string {
	return filepath.Join(folder, rejectsDir, time.Now().UTC().Format("20060102T150405.000Z")+".jsonl")
}

// openIngest returns what takes the records, and what closes it.
func (c *Config) openIngest(cmd *cobra.Command) (ingester, func() error, error) {
	f, remote, err := c.reach(cmd)
	if err != nil {
		return nil, nil, err
	}
	if remote != nil {
		return remoteIngester{remote}, func() error { return nil }, nil
	}
	l, err := c.openLibrary(cmd.Context(), f)
	if err != nil {
		return nil, nil, err
	}
	return l, l.close, nil
}
