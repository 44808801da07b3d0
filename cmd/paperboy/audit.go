package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"paperboy/api/access"
	"paperboy/api/library"
	"paperboy/data/audit"
	"paperboy/data/figures"
	"paperboy/data/text"
)

// maxAuditLimit limits the memory of the command, a few hundred bytes for each entry.
const maxAuditLimit = 1_000_000

// auditAnswer is what audit prints as JSON.
type auditAnswer struct {
	Entries []audit.Entry `json:"entries"`
}

func newAudit(c *Config) *cobra.Command {
	var since string
	var limit int
	var filter audit.Filter
	cmd := &cobra.Command{
		Use:   "audit [flags]",
		Short: "Show who changed what",
		Long: `Show who changed what, newest last: every change of papers, reading lists, feeds and API
keys, and everything that only administrators can do. An actor is a key, the token, a
local command, the server itself, or anonymous (reading lists need no key). The command
reads the log in the data folder, or the file of --audit-log, such as an older log that
was rotated.`,
		Example: "  paperboy audit --since 7d --actor anonymous\n  paperboy audit --action papers.delete --json",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if c.Server != "" {
				return usagef("audit reads a file on this machine: run it where the server is, without --server")
			}
			if limit < 1 || limit > maxAuditLimit {
				return usagef("audit --limit %d: want 1 to %d", limit, maxAuditLimit)
			}
			if filter.Since, err = access.ParseSince(since, time.Now()); err != nil {
				return usagef("audit --since %w", err)
			}
			entries, err := c.readAudit(cmd, filter, limit)
			if err != nil {
				return err
			}
			return output(c, cmd, auditAnswer{entries}, printAudit)
		},
	}
	cmd.Flags().StringVar(&since, "since", "", "only entries since this `time`: 24h or 7d ago, a date, or RFC 3339")
	cmd.Flags().StringVar(&filter.Actor, "actor", "", "only entries of this `actor`: the id or name of a key, a user, or a kind (token, key, local, server, anonymous)")
	cmd.Flags().StringVar(&filter.Action, "action", "", "only entries with this `action`, such as papers.delete, or papers for all actions on papers")
	cmd.Flags().IntVar(&limit, "limit", 100, "maximum `number` of entries; the newest are shown")
	return cmd
}

// readAudit returns at most limit entries that match filter, the newest.
func (c *Config) readAudit(cmd *cobra.Command, filter audit.Filter, limit int) ([]audit.Entry, error) {
	path := c.auditPath()
	if path == "" {
		return nil, errors.New("audit: there is no log: --audit-log is off")
	}
	entries, unreadable, err := audit.ReadNewest(path, c.AuditLog == "", filter, limit)
	if unreadable > 0 {
		cmd.PrintErrf("audit: %s of %s cannot be read\n", figures.Count(unreadable, "line"), path)
	}
	return entries, err
}

func printAudit(w io.Writer, answer auditAnswer) error {
	if len(answer.Entries) == 0 {
		_, err := fmt.Fprintln(w, "nothing recorded")
		return err
	}
	for _, e := range answer.Entries {
		actor := access.Caller{Kind: access.Kind(e.ActorKind), ID: e.Actor, Name: e.ActorName}.String()
		fields := []string{e.Time.Local().Format(time.DateTime), actor, string(e.Action), e.Outcome}
		if e.Address != "" {
			fields = append(fields, "from "+e.Address)
		}
		if e.Count > 0 {
			fields = append(fields, e.Affected())
		}
		if _, err := fmt.Fprintln(w, text.OneLine(strings.Join(fields, " · "))); err != nil {
			return err
		}
	}
	return nil
}

// openAudit returns the audit log, nil if there is none.
func (c *Config) openAudit() *audit.Log {
	if path := c.auditPath(); path != "" {
		return audit.NewLog(path)
	}
	return nil
}

// beginAct makes a command an act of the user who runs it. What it changes in the data folder is
// recorded; a server records itself what it does for a command.
func beginAct(cmd *cobra.Command) {
	ctx, _ := audit.Begin(cmd.Context())
	cmd.SetContext(access.With(ctx, access.LocalCaller()))
}

// recordAct writes to the audit log what a command changed. The command has done its work by
// then, so an error of the log is only reported.
func (c *Config) recordAct(cmd *cobra.Command, err error) {
	if cmd.Context() == nil {
		return
	}
	if errors.Is(err, errRejected) {
		err = nil
	}
	log := c.openAudit()
	_, failed := library.Record(log, audit.From(cmd.Context()), access.From(cmd.Context()), err)
	if err := errors.Join(failed, log.Close()); err != nil {
		cmd.PrintErrf("paperboy: %v\n", err)
	}
}
