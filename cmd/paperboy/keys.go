package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/data/store"
)

func newKeys(c *Config) *cobra.Command {
	return group(&cobra.Command{
		Use:   "keys",
		Short: "Manage API keys",
		Long: `Manage API keys, which let people and programs use a server without its token. A key
has a name, scopes that say what it allows, and optionally an expiry. Its secret is shown
once, when the key is created or rotated; only its SHA-256 is stored. Send the secret in
the header Authorization: Bearer, or give it to a command in $PAPERBOY_TOKEN or with
--token-file.

The scopes:
  read    search and read papers, on a server that runs with --read-access key
  write   add, change, merge and delete papers
  lists   create reading lists, if not everybody may; change them with --read-access key
  admin   everything, including API keys, backups and all lists

The command works on a data folder that no server has open, or through the server.`,
		Example: "  paperboy keys create 'feed reader' --scope read --expires 90d\n  paperboy keys list\n  paperboy keys rotate ab3de5gh7i --grace 24h\n  paperboy keys revoke ab3de5gh7i",
	}, newKeysCreate(c), newKeysList(c), newKeysRotate(c), newKeysRevoke(c))
}

// showKeys is like show, but also works in a data folder that has no papers yet.
func showKeys[P, A any](c *Config, cmd *cobra.Command, e *api.Endpoint[P, A], p P, text func(io.Writer, A) error) error {
	return c.askAny(cmd, showing(c, cmd, e, p, text))
}

func newKeysCreate(c *Config) *cobra.Command {
	var scopes []string
	var rate string
	spec := access.KeySpec{}
	cmd := &cobra.Command{
		Use:     "create NAME [flags]",
		Short:   "Create a key and show its secret once",
		Example: "  paperboy keys create 'feed reader' --scope read --expires 90d\n  paperboy keys create importer --scope read,write",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			spec.Name, spec.Rate = args[0], store.RateClass(rate)
			for _, scope := range scopes {
				spec.Scopes = append(spec.Scopes, store.Scope(strings.TrimSpace(scope)))
			}
			if _, err := access.ParseExpiry(spec.Expires, time.Now()); err != nil {
				return usagef("keys create --expires %w", err)
			}
			return showKeys(c, cmd, api.CreateKey, spec, printSecret)
		},
	}
	cmd.Flags().StringSliceVar(&scopes, "scope", []string{string(store.ScopeRead)}, fmt.Sprintf("`scopes` of the key, from %v; repeatable", store.Scopes))
	cmd.Flags().StringVar(&spec.Expires, "expires", "", "`time` from now (90d, 12w, 36h), date, or never (default never)")
	cmd.Flags().StringVar(&rate, "rate", string(store.RateStandard), fmt.Sprintf("rate `class` of the key, one of %v", store.RateClasses))
	return cmd
}

func newKeysList(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List all keys, newest first, without their secrets",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return showKeys(c, cmd, api.Keys, api.None{}, printKeys)
		},
	}
}

func newKeysRotate(c *Config) *cobra.Command {
	var grace string
	cmd := &cobra.Command{
		Use:   "rotate ID",
		Short: "Give a key a new secret and show it once",
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			span, err := access.ParseSpan(grace)
			if err != nil {
				return usagef("keys rotate --grace %q: want a time such as 24h or 7d", grace)
			}
			return showKeys(c, cmd, api.RotateKey, access.KeyRotation{ID: args[0], Grace: span.String()}, printSecret)
		},
	}
	cmd.Flags().StringVar(&grace, "grace", "0s", "`time` for which the old secret keeps working, at most 30d")
	return cmd
}

func newKeysRevoke(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "revoke ID",
		Short: "Revoke a key permanently",
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return showKeys(c, cmd, api.RevokeKey, access.KeyRotation{ID: args[0]}, line(func(k access.APIKey) string {
				return fmt.Sprintf("%s (%s) revoked", k.ID, k.Name)
			}))
		},
	}
}

func printSecret(w io.Writer, k access.KeySecret) error {
	rows := [][]string{
		{"id", k.ID}, {"name", k.Name}, {"scopes", scopesText(k.Scopes)}, {"rate", string(k.Rate)}, {"expires", timeOrNever(k.Expires)},
		{"secret", k.Secret},
	}
	if k.OldSecretUntil != nil {
		rows = append(rows, []string{"old secret", "works until " + timeText(*k.OldSecretUntil)})
	}
	if err := printTable(w, rows...); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, "The secret is not stored: copy it now.")
	return err
}

func scopesText(scopes []store.Scope) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(scopes), "[]"), " ", ",")
}

func timeOrNever(t *time.Time) string {
	if t == nil {
		return "never"
	}
	return timeText(*t)
}

func printKeys(w io.Writer, answer access.KeysAnswer) error {
	if len(answer.Keys) == 0 {
		_, err := fmt.Fprintln(w, "no API keys")
		return err
	}
	rows := [][]string{{"ID", "STATE", "SCOPES", "RATE", "EXPIRES", "LAST USED", "NAME"}}
	for _, k := range answer.Keys {
		rows = append(rows, []string{k.ID, string(k.State), scopesText(k.Scopes), string(k.Rate), timeOrNever(k.Expires), timeOrNever(k.LastUsed), k.Name})
	}
	return printTable(w, rows...)
}
