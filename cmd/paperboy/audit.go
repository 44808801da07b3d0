package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"paperboy/api/access"
	"paperboy/data/audit"
	"paperboy/data/figures"
	"paperboy/data/text"
)

// maxAuditLimit bounds what the command keeps in memory, some hundred bytes each.
const maxAuditLimit = 1_000_000

func newAudit(c *Config) *cobra.Command {
	var since string
	var limit int
	var filter audit.Filter
	cmd := &cobra.Command{
		Use:   "audit [flags]",
		Short: "Show who changed what",
		Long: `Show who changed what, the newest last: every change of papers, reading lists, feeds and
API keys, and what only administrators may do. An actor is a key, the token, a local
command, the server itself, or anonymous (a reading list needs no key). The command reads
the log in the data folder, or the file that --audit-log names, such as an older one that
was rotated away.`,
		Example: "  paperboy audit --since 7d --actor anonymous\n  paperboy audit --action papers.delete --json",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if c.Server != "" {
				return usagef("audit: it reads a file on this machine: run it where the server is, without --server")
			}
			if limit < 1 || limit > maxAuditLimit {
				return usagef("audit --limit %d: want 1 to %d", limit, maxAuditLimit)
			}
			if filter.Since, err = parseSince(since, time.Now()); err != nil {
				return usagef("audit --since %w", err)
			}
			entries, err := c.readAudit(cmd, filter, limit)
			if err != nil {
				return err
			}
			if c.JSON {
				return printJSON(cmd.OutOrStdout(), map[string]any{"entries": entries})
			}
			return printAudit(cmd.OutOrStdout(), entries)
		},
	}
	cmd.Flags().StringVar(&since, "since", "", "only from this `time` on: 24h or 7d ago, a date, or RFC 3339")
	cmd.Flags().StringVar(&filter.Actor, "actor", "", "only this `actor`: the id or name of a key, a user, or a kind (token, key, local, server, anonymous)")
	cmd.Flags().StringVar(&filter.Action, "action", "", "only this `action`, such as papers.delete, or papers for all of them")
	cmd.Flags().IntVar(&limit, "limit", 100, "at most this `number`, the newest")
	return cmd
}

// parseSince reads a span before now, a date (its beginning here) or a moment.
func parseSince(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if span, err := access.ParseSpan(text); err == nil && span >= 0 {
		return now.Add(-span), nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	if day, err := time.ParseInLocation(time.DateOnly, text, time.Local); err == nil {
		return day, nil
	}
	return time.Time{}, fmt.Errorf("%q: want 24h, 7d, 2026-03-31 or 2026-03-31T10:00:00Z", text)
}

// readAudit returns the newest acts that filter wants, at most limit.
func (c *Config) readAudit(cmd *cobra.Command, filter audit.Filter, limit int) ([]audit.Entry, error) {
	entries := []audit.Entry{}
	path := c.auditPath()
	if path == "" {
		return nil, errors.New("audit: there is no log: --audit-log is off")
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) && c.AuditLog == "" {
		return entries, nil
	}
	if err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	defer file.Close()
	unreadable, err := audit.Read(file, filter, func(e audit.Entry) error {
		if len(entries) == 2*limit {
			entries = append(entries[:0], entries[limit:]...)
		}
		entries = append(entries, e)
		return nil
	})
	if unreadable > 0 {
		cmd.PrintErrf("audit: %s of %s cannot be read\n", figures.Count(unreadable, "line"), path)
	}
	return entries[max(0, len(entries)-limit):], err
}

func printAudit(w io.Writer, entries []audit.Entry) error {
	if len(entries) == 0 {
		_, err := fmt.Fprintln(w, "nothing recorded")
		return err
	}
	for _, e := range entries {
		fields := []string{e.Time.Local().Format("2006-01-02 15:04:05"), actorText(e), string(e.Action), e.Outcome}
		if e.Address != "" {
			fields = append(fields, "from "+e.Address)
		}
		if e.Count > 0 {
			fields = append(fields, idsText(e))
		}
		if _, err := fmt.Fprintln(w, text.OneLine(strings.Join(fields, " · "))); err != nil {
			return err
		}
	}
	return nil
}

func actorText(e audit.Entry) string {
	return access.Caller{Kind: access.Kind(e.ActorKind), ID: e.Actor, Name: e.ActorName}.String()
}

// idsText names some of what an act concerned.
func idsText(e audit.Entry) string {
	const shown = 3
	text := strings.Join(e.IDs[:min(len(e.IDs), shown)], " ")
	switch more := e.Count - min(len(e.IDs), shown); {
	case text == "":
		return figures.Count(e.Count, "record")
	case more > 0:
		return fmt.Sprintf("%s and %s more", text, figures.Thousands(more))
	}
	return text
}
