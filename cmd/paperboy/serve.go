package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/labstack/echo/v4"
	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/server"
	"paperboy/data/audit"
	"paperboy/data/figures"
	"paperboy/data/memory"
	"paperboy/data/release"
	"paperboy/web"
)

func newServe(c *Config) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the pages and the API",
		Long: `Serve the pages and the API. An empty data folder first gets the papers of a sample
page.

Everybody who can reach the address can read. With --read-access key, reading needs an
API key ('paperboy keys create'), and browsers sign in with one. Every change needs an
API key with the scope write, or the token in the data folder. Whoever has the address
of a reading list can change it; --lists says who can create one: everybody (open),
holders of the token or of a key with the scope lists (token), or nobody (off). --add
says who can add papers on the page: people at this machine, and elsewhere those with
the token or a key (local); only the latter (token); or nobody (off). --rate-limit
limits the requests of each client.

The server only answers requests for host names that it knows: those of --base-url and
--host, localhost, and the address that it listens on. It serves HTTPS with --tls-cert
and --tls-key, or with --acme-host. The audit log records all changes and who made them
('paperboy audit').

With --smtp-host, --mail-from and --base-url people can subscribe to new papers by email
('paperboy mail'); without them, mail is off and nothing mentions it.

The server fetches papers that people add by id, address or title, and nothing that
they did not ask for; --add-fetch=false turns this off. With --fetch it also regularly
adds papers from the internet. With --watch it adds the files of folders as they appear.

On SIGHUP it reads the token, API keys and certificates again and reopens its log files.
On SIGINT and SIGTERM it finishes running requests and ends.`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := c.checkServe(); err != nil {
				return err
			}
			if err := serve(cmd, c); err != nil {
				return fmt.Errorf("serve: %w", err)
			}
			return nil
		},
	}
	c.serveFlags(cmd.Flags())
	return cmd
}

// serve answers until the command's context is cancelled.
func serve(cmd *cobra.Command, c *Config) error {
	// A server records its acts one by one, so the command is not an act itself.
	ctx := audit.Without(cmd.Context())
	cmd.SetContext(ctx)
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	o, err := c.serverOptions(cmd)
	if err != nil {
		return err
	}
	o.Reload = hangups
	return server.Run(ctx, o)
}

// serverOptions returns what the settings say about a server.
func (c *Config) serverOptions(cmd *cobra.Command) (server.Options, error) {
	o := c.Options
	o.Place = c.place(cmd)
	// The default log in the data folder must not keep a server from reading a read-only disk.
	o.Audit, o.AuditMust, o.Log = c.openAudit(), c.AuditLog != "", cmd.ErrOrStderr()
	o.Ready = func(address string, papers int) error {
		memory.Serve()
		return c.greet(cmd, address, papers)
	}
	o.Pages = func(e *echo.Echo, s *api.Service, p server.Pages) error {
		return web.Install(e, s, web.Options{Gate: p.Gate, BaseURL: p.BaseURL, ListPolicy: p.ListPolicy, AddPolicy: c.Add, Thumbnails: p.Thumbnails, Version: release.Version})
	}
	mail, err := c.mail()
	if err == nil && mail.Host != "" {
		o.Mail, err = mail.Alerts()
	}
	return o, err
}

// greet prints the address of the server and what it serves.
func (c *Config) greet(cmd *cobra.Command, address string, papers int) error {
	answer := map[string]any{"address": address, "data": c.Data, "papers": papers}
	return output(c, cmd, answer, line(func(map[string]any) string {
		text := fmt.Sprintf("Paperboy serves %s from %s\nopen %s", figures.Count(papers, "paper"), c.Data, address)
		if c.ReadAccess == server.ReadKey {
			text += "\nreaders sign in with an API key: 'paperboy keys create NAME --scope read,lists' makes one"
		}
		return text
	}))
}
