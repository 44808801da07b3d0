package main

import (
	"errors"
	"os"
	"os/user"
	"strconv"

	"github.com/spf13/cobra"

	"paperboy/api/access"
	"paperboy/api/library"
	"paperboy/data/audit"
)

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
	cmd.SetContext(access.With(ctx, access.LocalCaller(userName())))
}

func userName() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "uid " + strconv.Itoa(os.Getuid())
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
	caller := access.From(cmd.Context())
	entry := audit.Entry{ActorKind: string(caller.Kind), Actor: caller.ID, Outcome: library.Outcome(err)}
	if entry, noted := audit.From(cmd.Context()).Entry(entry); noted {
		log := c.openAudit()
		if err := errors.Join(log.Write(entry), log.Close()); err != nil {
			cmd.PrintErrf("paperboy: %v\n", err)
		}
	}
}
