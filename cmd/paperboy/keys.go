package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/data/store"
)

func newKeys(c *Config) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Manage API keys",
		Long: `Manage API keys, which let people and programs use a server without its token. A key
has a name, scopes that say what it may do, and perhaps an expiry. Its secret is shown
once, when the key is created or rotated; only its SHA-256 is stored. Show it in the
header Authorization: Bearer, or give it to a command in $PAPERBOY_TOKEN or --token-file.

The scopes:
  read    search and read papers, on a server that runs with --read-access key
  write   add, change, merge and delete papers
  lists   make reading lists, where not everybody may; change them with --read-access key
  admin   everything, including API keys, backups and all lists

The command works on a data folder that no server has open, or through the server.`,
		Example: "  paperboy keys create 'feed reader' --scope read --expires 90d\n  paperboy keys list\n  paperboy keys rotate ab3de5gh7i --grace 24h\n  paperboy keys revoke ab3de5gh7i",
		Args:    arguments(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newKeysCreate(c), newKeysList(c), newKeysRotate(c), newKeysRevoke(c))
	return cmd
}

// askAboutKeys opens the data folder, in which there need not be papers yet.
func (c *Config) askAboutKeys(cmd *cobra.Command, do func(papers) error) error {
	papers, done, err := c.openAny(cmd)
	if err != nil {
		return err
	}
	return errors.Join(do(papers), done())
}

func newKeysCreate(c *Config) *cobra.Command {
	var scopes []string
	var rate string
	spec := access.KeySpec{}
	cmd := &cobra.Command{
		Use:     "create NAME [flags]",
		Short:   "Create a key and show its secret, this one time",
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
			return c.askAboutKeys(cmd, func(papers papers) error {
				made, err := call(cmd.Context(), papers, api.CreateKey, spec)
				if err != nil {
					return err
				}
				return c.printSecret(cmd.OutOrStdout(), made)
			})
		},
	}
	cmd.Flags().StringSliceVar(&scopes, "scope", []string{string(store.ScopeRead)}, fmt.Sprintf("`scopes` of %v; may be given again", store.Scopes))
	cmd.Flags().StringVar(&spec.Expires, "expires", "", "`time` from now (90d, 12w, 36h), date, or never (default never)")
	cmd.Flags().StringVar(&rate, "rate", string(store.RateStandard), fmt.Sprintf("rate `class` of %v", store.RateClasses))
	return cmd
}

func newKeysList(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List all keys, the newest first, without their secrets",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.askAboutKeys(cmd, func(papers papers) error {
				answer, err := call(cmd.Context(), papers, api.Keys, api.None{})
				if err != nil {
					return err
				}
				if c.JSON {
					return printJSON(cmd.OutOrStdout(), answer)
				}
				return printKeys(cmd.OutOrStdout(), answer.Keys)
			})
		},
	}
}

func newKeysRotate(c *Config) *cobra.Command {
	var grace string
	cmd := &cobra.Command{
		Use:   "rotate ID",
		Short: "Give a key a new secret and show it, this one time",
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			span, err := access.ParseSpan(grace)
			if err != nil {
				return usagef("keys rotate --grace %q: want a time such as 24h or 7d", grace)
			}
			return c.askAboutKeys(cmd, func(papers papers) error {
				rotated, err := call(cmd.Context(), papers, api.RotateKey, api.KeyRotation{ID: args[0], Grace: span})
				if err != nil {
					return err
				}
				return c.printSecret(cmd.OutOrStdout(), rotated)
			})
		},
	}
	cmd.Flags().StringVar(&grace, "grace", "0s", "`time` for which the old secret works too, at most 30d")
	return cmd
}

func newKeysRevoke(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "revoke ID",
		Short: "End a key for good",
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.askAboutKeys(cmd, func(papers papers) error {
				revoked, err := call(cmd.Context(), papers, api.RevokeKey, api.KeyRotation{ID: args[0]})
				if err != nil {
					return err
				}
				if c.JSON {
					return printJSON(cmd.OutOrStdout(), revoked)
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s (%s) revoked\n", revoked.ID, revoked.Name)
				return err
			})
		},
	}
}

func (c *Config) printSecret(w io.Writer, k access.KeySecret) error {
	if c.JSON {
		return printJSON(w, k)
	}
	rows := [][2]string{
		{"id", k.ID}, {"name", k.Name}, {"scopes", scopesText(k.Scopes)}, {"rate", string(k.Rate)}, {"expires", momentText(k.Expires, "never")},
		{"secret", k.Secret},
	}
	if k.OldSecretUntil != nil {
		rows = append(rows, [2]string{"old secret", "works until " + momentText(k.OldSecretUntil, "")})
	}
	if err := printTable(w, rows); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, "The secret is not stored: copy it now.")
	return err
}

func scopesText(scopes []store.Scope) string {
	texts := make([]string, len(scopes))
	for i, s := range scopes {
		texts[i] = string(s)
	}
	return strings.Join(texts, ",")
}

func momentText(t *time.Time, none string) string {
	if t == nil {
		return none
	}
	return t.Local().Format("2006-01-02 15:04")
}

func printKeys(w io.Writer, keys []access.APIKey) error {
	if len(keys) == 0 {
		_, err := fmt.Fprintln(w, "no API keys")
		return err
	}
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tab, "ID\tSTATE\tSCOPES\tRATE\tEXPIRES\tLAST USED\tNAME")
	for _, k := range keys {
		fmt.Fprintf(tab, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.State, scopesText(k.Scopes), k.Rate, momentText(k.Expires, "never"), momentText(k.LastUsed, "never"), k.Name)
	}
	return tab.Flush()
}
