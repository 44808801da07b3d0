package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/certs"
	"paperboy/api/guard"
	"paperboy/api/library"
	"paperboy/api/lists"
	"paperboy/data/audit"
	"paperboy/data/fetch"
	"paperboy/data/figures"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/store/sqlite"
	"paperboy/data/store/sqlite/folder"
	"paperboy/data/thumbnails"
	"paperboy/web"
)

// shutdownTimeout limits how long running requests can delay the end of the server.
const shutdownTimeout = 10 * time.Second

// acmeDir is the folder for certificates from an ACME server, in the data folder.
const acmeDir = "acme"

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

With --fetch the server regularly adds papers from the internet; without it, it makes no
requests. With --watch it adds the files of folders as they appear.

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

// serve claims and opens the data folder, and answers until the command's context is cancelled.
func serve(cmd *cobra.Command, c *Config) error {
	// A server records its acts one by one, so the command is not an act itself.
	ctx := audit.Without(cmd.Context())
	cmd.SetContext(ctx)
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	f, running, err := folder.ClaimOrServer(ctx, c.Data, cmd.Name())
	if err != nil {
		return err
	}
	if f == nil {
		return fmt.Errorf("a server at %s has %s open already", running, c.Data)
	}
	// Listen before opening the library, which can take long, to find out early if the port is
	// in use.
	listener, err := listen(ctx, c.Addr)
	if err != nil {
		return errors.Join(err, f.Release())
	}
	defer listener.Close()
	o, err := c.folderOptions(f)
	if err != nil {
		return errors.Join(err, f.Release())
	}
	o.ScrubEvery = c.ScrubEvery
	l, err := openFolder(ctx, f, o, true)
	if err != nil {
		return err
	}
	return errors.Join(l.serve(cmd, c, listener, hangups), l.close())
}

// serve answers on listener until the command's context is cancelled.
func (l *opened) serve(cmd *cobra.Command, c *Config, listener net.Listener, hangups <-chan os.Signal) error {
	ctx := cmd.Context()
	s := &server{opened: l, config: c}
	s.Jobs = library.Jobs{Library: l.Library, Read: format.Options{Formats: formats.All()}, NewRejects: c.newRejects}
	if err := s.openLogs(cmd.ErrOrStderr()); err != nil {
		return err
	}
	if !c.NoSample {
		if err := s.AddSample(ctx); err != nil {
			return err
		}
	}
	feeds, err := library.ParseSchedule(c.Fetch, c.FetchEvery)
	if err != nil {
		return usagef("--fetch %w", err)
	}
	s.backups = c.backups(l)
	handler, err := s.handler(ctx, listener.Addr())
	if err != nil {
		return err
	}
	if s.certs, err = certs.New(certs.Options{
		CertFile: c.TLSCert, KeyFile: c.TLSKey, ACMEHosts: c.ACMEHosts, ACMEEmail: c.ACMEEmail, ACMEDirectory: c.ACMEDirectory,
		ACMECache: l.folder.Path(acmeDir), Log: s.Log,
	}); err != nil {
		return err
	}
	stopPlain, err := s.servePlain(ctx)
	if err != nil {
		return err
	}
	running := s.certs.Start(api.NewServer(handler, s.Log), listener)
	address := certs.LocalURL(listener.Addr().(*net.TCPAddr), s.certs != nil)
	l.folder.Holder.Pin = s.certs.Pin()
	err = errors.Join(l.folder.Announce(address), s.greet(cmd, address))
	if err == nil {
		s.warnAboutAccess(listener.Addr())
		defer l.Stop()
		s.startJobs(ctx, feeds)
		err = s.wait(ctx, running.Ended(), hangups)
	}
	return errors.Join(err, l.folder.Retract(), stopPlain(), running.Shutdown(shutdownTimeout))
}

// A server is an open library that is served.
type server struct {
	*opened
	library.Jobs
	config  *Config
	logFile *logFile // nil for stderr
	certs   *certs.Certificates
	backups *library.Backups // nil without --backup-dir
}

func (s *server) openLogs(stderr io.Writer) (err error) {
	if s.logFile, err = s.config.openLogFile(); err != nil {
		return err
	}
	if s.logFile != nil {
		stderr = s.logFile
	}
	s.Log, s.Audit = slog.New(slog.NewTextHandler(stderr, nil)), s.config.openAudit()
	// The default log in the data folder must not keep a server from reading a read-only disk.
	if s.config.AuditLog != "" {
		return s.Audit.Open()
	}
	return nil
}

// handler returns the API and the pages on one router.
func (s *server) handler(ctx context.Context, listens net.Addr) (http.Handler, error) {
	c := s.config
	token, err := c.ownToken()
	if err == nil && token == "" {
		token, err = s.folder.MakeToken()
	}
	if err != nil {
		return nil, err
	}
	options := api.Options{}
	if options.Access, err = access.New(ctx, access.Options{Token: token, Store: s.Store(), ReadsNeedKey: c.ReadAccess == readKey}); err != nil {
		return nil, err
	}
	if s.backups != nil {
		options.Backups = s.backups.State
	}
	s.service = s.newService(options)
	if err := s.turnMailOn(); err != nil {
		return nil, err
	}
	pictures, err := s.openThumbnails()
	if err != nil {
		return nil, err
	}
	loopback := listens.(*net.TCPAddr).IP.IsLoopback()
	rate, err := c.rate(loopback)
	if err != nil {
		return nil, err
	}
	e := echo.New()
	if e.IPExtractor, err = guard.TrustProxies(c.TrustedProxies); err != nil {
		return nil, err
	}
	baseURL, lists := strings.TrimSuffix(c.BaseURL, "/"), c.listPolicy(loopback)
	gate := api.Install(e, s.service, api.HTTPOptions{BaseURL: baseURL, Hosts: c.hosts(listens), ListPolicy: lists, Logger: s.Log, Audit: s.Audit, Rate: rate})
	err = web.Install(e, s.service, web.Options{Gate: gate, BaseURL: baseURL, ListPolicy: lists, AddPolicy: api.AddPolicy(c.Add), Thumbnails: pictures, Version: version()})
	return e, err
}

// turnMailOn lets people subscribe by mail, if the settings have a mail server.
func (s *server) turnMailOn() error {
	if s.config.SMTPHost == "" {
		return nil
	}
	o, err := s.config.mail()
	if err != nil {
		return err
	}
	o.Log, o.NoLists = s.Log, api.ListPolicy(s.config.Lists) == api.ListsOff
	a, err := api.NewAlerts(s.service, o)
	if err != nil {
		return err
	}
	s.service.TurnMailOn(a)
	return nil
}

// thumbnailsDir is the folder for pictures of papers, in the data folder.
const thumbnailsDir = "thumbnails"

// openThumbnails opens the pictures of papers, nil without --thumbnails.
func (s *server) openThumbnails() (*thumbnails.Cache, error) {
	if !s.config.Thumbnails {
		return nil, nil
	}
	cache, err := thumbnails.Open(s.folder.Path(thumbnailsDir), thumbnails.MaxBytes)
	if err == nil {
		s.Thumbnails = &library.Thumbnails{Cache: cache, URL: fetch.DailyPapers{}.Thumbnail}
	}
	return cache, err
}

// servePlain answers plain HTTP on --acme-http, if it is given.
func (s *server) servePlain(ctx context.Context) (stop func() error, err error) {
	if s.config.ACMEAddr == "" {
		return func() error { return nil }, nil
	}
	listener, err := listen(ctx, s.config.ACMEAddr)
	if err != nil {
		return nil, err
	}
	return s.certs.ServePlain(listener, cmp.Or(s.config.BaseURL, "https://"+s.config.ACMEHosts[0])), nil
}

// startJobs starts the background jobs.
func (s *server) startJobs(ctx context.Context, feeds []library.ScheduledFeed) {
	if days, _ := lists.ParseDays(s.config.ListExpiry); days > 0 {
		s.Expire(ctx, func(ctx context.Context) (int, error) {
			pruned, err := s.service.Lists.Prune(ctx, lists.PruneParams{UnusedDays: days})
			return pruned.Deleted, err
		})
	}
	if len(feeds) > 0 {
		s.Fetch(ctx, feeds, s.config.fetchClient(func(text string) { s.Log.Warn("fetch", "notice", text) }))
	}
	s.Watch(ctx, s.config.newWatch(), s.config.Watch)
	s.KeepUses(ctx, s.service.Access)
	if s.service.Alerts != nil {
		s.Start(ctx, "mail", s.service.Alerts.Run)
	}
	if s.backups != nil {
		s.Backups(ctx, s.backups)
	}
}

// backups returns the regular backups of a library, nil without --backup-dir.
func (c *Config) backups(l *opened) *library.Backups {
	if c.BackupDir == "" {
		return nil
	}
	return &library.Backups{Dir: c.BackupDir, Every: c.BackupEvery, Keep: c.BackupKeep,
		Make: func(ctx context.Context, path string) (library.BackupContent, error) {
			content, err := sqlite.BackUp(ctx, l.Store(), path)
			return library.BackupContent{Papers: content.Papers, Bytes: content.Bytes, Damaged: len(content.Damaged)}, err
		},
	}
}

// greet prints the address of the server and what it serves.
func (s *server) greet(cmd *cobra.Command, address string) error {
	stats, err := s.Store().Stats(cmd.Context())
	if err != nil {
		return err
	}
	s.reportRebuild(cmd.ErrOrStderr())
	answer := map[string]any{"address": address, "data": s.config.Data, "papers": stats.Papers}
	return output(s.config, cmd, answer, line(func(map[string]any) string {
		text := fmt.Sprintf("Paperboy serves %s from %s\nopen %s", figures.Count(stats.Papers, "paper"), s.config.Data, address)
		if s.config.ReadAccess == readKey {
			text += "\nreaders sign in with an API key: 'paperboy keys create NAME --scope read,lists' makes one"
		}
		return text
	}))
}

// warnAboutAccess logs who can do what on a server that other machines can reach.
func (s *server) warnAboutAccess(listens net.Addr) {
	if tcp, ok := listens.(*net.TCPAddr); !ok || tcp.IP.IsLoopback() {
		return
	}
	c, readers := s.config, "everyone who reaches this address"
	if c.ReadAccess == readKey {
		readers = "holders of an API key with the scope read"
	}
	s.Log.Warn("listening for other machines", "address", listens.String(), "may_read", readers, "may_write", "holders of the token or an API key with the scope write", "lists", c.Lists)
	if c.TLSCert == "" && len(c.ACMEHosts) == 0 && !strings.HasPrefix(c.BaseURL, "https://") {
		s.Log.Warn("keys and tokens cross the network in clear: use --tls-cert, --acme-host, or a proxy that speaks HTTPS")
	}
}

// wait waits for the end of the server, and reloads at each hangup.
func (s *server) wait(ctx context.Context, ended <-chan error, hangups <-chan os.Signal) error {
	for {
		select {
		case err := <-ended:
			return err
		case <-ctx.Done():
			return nil
		case <-hangups:
			s.reload(ctx)
		}
	}
}

// reload reads the token, the keys and the certificate again and reopens the log files. What
// cannot be read stays as it was.
func (s *server) reload(ctx context.Context) {
	token, err := s.config.ownToken()
	if token != "" {
		s.service.Access.SetToken(token)
	}
	err = errors.Join(err, s.service.Access.Reload(ctx), s.certs.Reload(), s.logFile.Reopen(), s.Audit.Reopen())
	if err != nil {
		s.Log.Error("reload", "error", err)
	} else {
		s.Log.Info("reloaded the token, API keys, certificates and log files")
	}
	_ = s.Act(ctx, "SIGHUP", func(ctx context.Context) error {
		audit.Note[string](ctx, audit.ConfigReload)
		return err
	})
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is in use by another program: choose another with --addr (port 0 picks a free one)", address)
	}
	return listener, err
}
