package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"paperboy/api"
	"paperboy/api/alerts"
	"paperboy/api/alerts/bounce"
	"paperboy/api/alerts/letter"
	"paperboy/api/alerts/mailer"
	"paperboy/api/local"
	"paperboy/api/server"
	"paperboy/data/figures"
)

func newMail(c *Config) *cobra.Command {
	return group(&cobra.Command{
		Use:   "mail",
		Short: "Try out mail, and manage subscriptions by email",
		Long: `Try out mail, and manage subscriptions by email.

A server sends new papers by email if it runs with --smtp-host, --mail-from and --base-url.
These are best set in paperboy.yaml in the data folder, so that this command uses the same
settings as the server.`,
		Example: "  paperboy mail test ada@example.org\n  paperboy mail preview 'graph networks' > preview.eml\n  paperboy mail subscribers --json > subscribers.json\n  paperboy mail subscribers erase ada@example.org\n  paperboy mail bounce < report.eml",
	}, newMailTest(c), newMailPreview(c), newMailSubscribers(c), newMailBounce(c))
}

func newMailTest(c *Config) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "test ADDRESS",
		Short:   "Send an email with the newest papers to an address",
		Long:    "Send an email with the newest papers to an address, with the settings of the server. It says what the mail server answered.",
		Example: "  paperboy mail test ada@example.org",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if c.SMTP.Host == "" {
				return usagef("mail test: mail is off: set --smtp-host, --mail-from and --base-url")
			}
			settings, err := c.mail()
			if err != nil {
				return err
			}
			to, err := alerts.NormalizeAddress(args[0])
			if err != nil {
				return usagef("mail test: %w", err)
			}
			return c.ask(cmd, func(from local.Papers) error { return c.sendTest(cmd, from, settings, to) })
		},
	}
	c.mailFlags(cmd.Flags())
	return cmd
}

// mailFlags are the settings of mail that serve has too.
func (c *Config) mailFlags(f *pflag.FlagSet) {
	c.SMTP.AddFlags(f)
	f.StringVar(&c.BaseURL, "base-url", "", "`URL` at which others reach the server")
}

// sendTest sends an email with the newest papers.
func (c *Config) sendTest(cmd *cobra.Command, from local.Papers, settings mailer.Settings, to string) error {
	o, err := settings.Alerts()
	if err != nil {
		return err
	}
	m, err := sampleMail(cmd.Context(), from, *o, to, "")
	if err != nil {
		return err
	}
	if err := errors.Join(o.Sender.Send(cmd.Context(), m), o.Sender.Close()); err != nil {
		if refused, ok := errors.AsType[*alerts.SendError](err); ok && refused.Code != 0 {
			return fmt.Errorf("mail test: the mail server %s refused the mail: %s", c.SMTP.Host, refused.Reply())
		}
		return fmt.Errorf("mail test: %w", err)
	}
	answer := map[string]any{"to": to, "server": c.SMTP.Host, "message_id": m.MessageID}
	return output(c, cmd, answer, line(func(map[string]any) string {
		return fmt.Sprintf("the mail server %s accepted an email to %s", c.SMTP.Host, to)
	}))
}

// sampleMail composes an email with the papers of a search that were added last.
func sampleMail(ctx context.Context, from local.Papers, o alerts.Options, to, q string) (alerts.Message, error) {
	found, err := local.Call(ctx, from, api.Search, alerts.SampleParams(q))
	if err != nil {
		return alerts.Message{}, err
	}
	return alerts.Sample(o, to, q, found, time.Now())
}

func newMailPreview(c *Config) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "preview [SEARCH]",
		Short: "Write an email with the newest papers of a search to standard output",
		Long: `Write an email with the newest papers of a search, or of the library, to standard output, as
a file that email programs open (.eml). Nothing is sent.`,
		Example: "  paperboy mail preview 'graph networks' > preview.eml",
		Args:    arguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			o := alerts.Options{Composer: letter.New(), From: c.SMTP.From, BaseURL: c.BaseURL}
			if o.From == "" {
				o.From = "Paperboy <papers@example.org>"
			}
			if o.BaseURL == "" {
				o.BaseURL = "http://" + server.DefaultAddr
			}
			return c.ask(cmd, func(from local.Papers) error {
				m, err := sampleMail(cmd.Context(), from, o, "reader@example.org", strings.Join(args, " "))
				if err != nil {
					return err
				}
				_, err = cmd.OutOrStdout().Write(m.Raw)
				return err
			})
		},
	}
	c.mailFlags(cmd.Flags())
	return cmd
}

// askMail calls do with the papers. Subscriptions can be looked at while mail is off.
func (c *Config) askMail(cmd *cobra.Command, do func(local.Papers) error) error {
	return c.askAny(cmd, func(from local.Papers) error {
		if err := from.OpenAlerts(); err != nil {
			return err
		}
		return do(from)
	})
}

func newMailSubscribers(c *Config) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "subscribers",
		Short: "List all subscribers and what they subscribed to",
		Long:  "List all subscribers and what they subscribed to. With --json it is an export of what is stored about them, except which papers\nthey were sent.",
		Args:  arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.askMail(cmd, func(from local.Papers) error {
				answer, err := local.AllSubscribers(cmd.Context(), from)
				if err != nil {
					return err
				}
				return output(c, cmd, answer, printSubscribers)
			})
		},
	}
	cmd.AddCommand(&cobra.Command{
		Use:   "erase ADDRESS",
		Short: "Erase everything about an address",
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.askMail(cmd, showing(c, cmd, api.EraseSubscriber, api.ErasedAddress{Address: args[0]}, line(func(e alerts.Erased) string {
				return fmt.Sprintf("%s erased", figures.Count(e.Subscriptions, "subscription"))
			})))
		},
	})
	return cmd
}

func printSubscribers(w io.Writer, all alerts.AllAnswer) error {
	if len(all.Subscribers) == 0 {
		_, err := fmt.Fprintln(w, "no subscribers")
		return err
	}
	rows := [][]string{{"ADDRESS", "STATE", "HOUR", "ZONE", "LAST MAIL", "SUBSCRIPTIONS"}}
	for _, s := range all.Subscribers {
		var about []string
		for _, n := range s.Subscriptions {
			about = append(about, n.Text())
		}
		rows = append(rows, []string{s.Address, s.State(), fmt.Sprintf("%02d:00", s.Hour), s.Zone, timeOrNever(s.Sent), strings.Join(about, "; ")})
	}
	return printTable(w, rows...)
}

func newMailBounce(c *Config) *cobra.Command {
	return &cobra.Command{
		Use:   "bounce",
		Short: "Read a report of failed delivery from standard input",
		Long: `Read a report of failed delivery, an email to bounce+KEY@ the domain of --mail-from, from
standard input. A subscriber whose address does not exist gets no further mail; one whose
emails were refused for another reason gets none after the third time within 14 days.

Have the mail server pipe emails to bounce+ANYTHING to this command, for example with a
line in /etc/aliases.`,
		Example: "  paperboy mail bounce < report.eml",
		Args:    arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			report, err := bounce.Parse(cmd.InOrStdin())
			if err != nil {
				return fmt.Errorf("mail bounce: %w", err)
			}
			return c.askMail(cmd, showing(c, cmd, api.ReportBounce, report, line(func(a alerts.BounceAnswer) string {
				if a.Paused {
					return a.Address + " gets no further mail"
				}
				return a.Address + " noted"
			})))
		},
	}
}
