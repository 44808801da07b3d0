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
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/api/certs"
	"paperboy/api/library"
	"paperboy/data/audit"
	"paperboy/data/figures"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/panics"
	"paperboy/data/sample"
	"paperboy/data/store/sqlite/folder"
	"paperboy/index/ingest"
	"paperboy/web"
)

// shutdownWait bounds how long requests in work may take to end.
const shutdownWait = 10 * time.Second

func newServe(c *Config) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the search page and the API",
		Long: `Serve the search page and the API. An empty data folder first gets the papers of a
sample page.

Reading is open to whoever reaches the address, unless with --read-access key: then it
needs an API key ('paperboy keys create'), and browsers sign in with one. Every change
needs an API key with the scope write, or the token in the data folder. A reading list
is changed by whoever has its address; --lists says who may make one: everybody (open),
holders of the token or of a key with the scope lists (token), or nobody (off). --add
says who may add papers on the page: people at this machine, and elsewhere those with
the token or a key (local); only these (token); or nobody (off). One client may send as
many requests as --rate-limit says.

Only requests for a host name that the server knows are answered: those of --base-url
and --host, localhost, and the address that it listens on. It speaks HTTPS with
--tls-cert and --tls-key, or with --acme-host. What was changed, and by whom, is in the
audit log ('paperboy audit').

With --fetch it adds papers from the net at regular times; without, it asks nothing of
anybody. With --watch it adds the files of folders as they appear.

SIGHUP makes it read the token, API keys and certificates again and reopen its log
files. SIGINT and SIGTERM end it in order.`,
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return serve(cmd, c) },
	}
	c.serveFlags(cmd.Flags())
	return cmd
}

func serve(cmd *cobra.Command, c *Config) error {
	if c.Server != "" {
		return usagef("serve: --server is for commands that ask one")
	}
	if c.Lists != "" && !slices.Contains(api.ListPolicies, api.ListPolicy(c.Lists)) {
		return usagef("serve --lists %s: want one of %v", c.Lists, api.ListPolicies)
	}
	if err := c.Limits.check(); err != nil {
		return err
	}
	if !slices.Contains(api.AddPolicies, api.AddPolicy(c.Add)) {
		return usagef("serve --add %s: want one of %v", c.Add, api.AddPolicies)
	}
	if err := errors.Join(c.checkGate(), c.checkBackups()); err != nil {
		return err
	}
	for _, folder := range c.Watch {
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			return usagef("serve --watch %s: there is no such folder", folder)
		}
	}
	// A server records its acts one by one, and is none itself.
	ctx := audit.Without(cmd.Context())
	cmd.SetContext(ctx)
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	f, running, err := folder.ClaimOrServer(ctx, c.Data, cmd.Name())
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	if f == nil {
		return fmt.Errorf("serve: a server at %s has %s open already", running, c.Data)
	}
	// Listening comes before opening: a busy port is found out at once.
	listener, err := listen(ctx, c.Addr)
	if err != nil {
		return errors.Join(fmt.Errorf("serve: %w", err), f.Release())
	}
	defer listener.Close()
	l, err := c.openServed(ctx, f)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	return errors.Join(l.serve(cmd, c, listener, hangups), l.close())
}

// serve answers on listener until the command's context is cancelled.
func (l *opened) serve(cmd *cobra.Command, c *Config, listener net.Listener, hangups <-chan os.Signal) error {
	ctx := cmd.Context()
	logger, file, err := c.openLog(cmd)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	l.log, l.audit = logger, c.auditLog()
	if c.AuditLog != "" { // that of the data folder must not keep a server from reading a read-only disk
		if err := l.audit.Open(); err != nil {
			return fmt.Errorf("serve: %w", err)
		}
	}
	if !c.NoSample {
		if err := l.acting(ctx, "sample", l.addSample); err != nil {
			return fmt.Errorf("serve: %w", err)
		}
	}
	backups := l.backups(c)
	handler, err := l.handler(ctx, c, backups, logger, listener.Addr())
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	feeds, err := c.scheduled()
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	certs, err := certs.New(certs.Options{
		CertFile: c.TLSCert, KeyFile: c.TLSKey, ACMEHosts: c.ACMEHosts, ACMEEmail: c.ACMEEmail, ACMEDirectory: c.ACMEDirectory,
		ACMECache: l.folder.Path(acmeDir), Log: logger,
	})
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	stopPlain, err := c.servePlain(ctx, certs)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	server := api.NewServer(handler, logger)
	ended := serveOn(server, listener, certs)
	address := localURL(listener.Addr(), certs != nil)
	l.folder.Holder.Pin = certs.Pin()
	err = errors.Join(l.folder.Announce(address), l.greet(cmd, c, address))
	if err == nil {
		c.describeAccess(logger, listener.Addr())
		defer l.Stop()
		l.startExpiry(ctx, c.ListExpiry)
		l.startFetches(ctx, c, feeds)
		l.startWatch(ctx, c)
		l.startKeepingUses(ctx)
		if backups != nil {
			l.start(ctx, "backups", backups.Run)
		}
		err = l.attend(ctx, ended, hangups, reloadable{c, certs, logger, file})
	}
	return errors.Join(err, l.folder.Retract(), stopPlain(), shutDown(server, ended))
}

// acmeDir is where the data folder keeps certificates from an ACME server.
const acmeDir = "acme"

// servePlain answers on --acme-http, if there is one.
func (c *Config) servePlain(ctx context.Context, certs *certs.Certificates) (stop func() error, err error) {
	if c.ACMEAddr == "" {
		return func() error { return nil }, nil
	}
	listener, err := listen(ctx, c.ACMEAddr)
	if err != nil {
		return nil, err
	}
	return certs.ServePlain(listener, cmp.Or(c.BaseURL, "https://"+c.ACMEHosts[0])), nil
}

// serveOn starts to answer. What ends it is sent, once.
func serveOn(server *http.Server, listener net.Listener, certs *certs.Certificates) <-chan error {
	ended := make(chan error, 1)
	panics.Go("serve", func() error { return certs.Serve(server, listener) }, func(err error) {
		ended <- err
		close(ended)
	})
	return ended
}

// attend waits for the end, and reloads at each hangup.
func (l *opened) attend(ctx context.Context, ended <-chan error, hangups <-chan os.Signal, r reloadable) error {
	for {
		select {
		case err := <-ended:
			return fmt.Errorf("serve: %w", err)
		case <-ctx.Done():
			return nil
		case <-hangups:
			l.reload(ctx, r)
		}
	}
}

// startKeepingUses writes when keys were last used.
func (l *opened) startKeepingUses(ctx context.Context) {
	l.start(ctx, "keys", func(ctx context.Context) {
		l.service.Access.KeepUses(ctx, func(err error) { l.log.Error("last use of API keys not written", "error", err) })
	})
}

// handler is the API and the pages on one router.
func (l *opened) handler(ctx context.Context, c *Config, backups *library.Backups, logger *slog.Logger, listens net.Addr) (http.Handler, error) {
	keys, err := l.openAccess(ctx, c)
	if err != nil {
		return nil, err
	}
	options := api.Options{Access: keys}
	if backups != nil {
		options.Backups = backups.State
	}
	l.service = l.newService(options)
	loopback := isLoopback(listens)
	rate, err := c.Limits.rate(loopback)
	if err != nil {
		return nil, err
	}
	e := echo.New()
	if e.IPExtractor, err = c.Limits.extractor(); err != nil {
		return nil, err
	}
	baseURL, lists := strings.TrimSuffix(c.BaseURL, "/"), c.listPolicy(loopback)
	gate := api.Install(e, l.service, api.HTTPOptions{BaseURL: baseURL, Hosts: c.hosts(listens), ListPolicy: lists, Logger: logger, Audit: l.audit, Rate: rate})
	if err := web.Install(e, l.service, web.Options{
		Gate: gate, BaseURL: baseURL, ListPolicy: lists, AddPolicy: api.AddPolicy(c.Add), Version: version(),
	}); err != nil {
		return nil, err
	}
	return e, nil
}

// sampleFormat is what the sample page is written in.
const sampleFormat = "hf-text"

// addSample gives an empty store the papers of the sample page, and returns
// when they can be found.
func (l *opened) addSample(ctx context.Context) error {
	head, err := l.Store().Head(ctx)
	if err != nil || head > 0 {
		return err
	}
	all := formats.All()
	samplePage := all[slices.IndexFunc(all, func(f format.Format) bool { return f.Name == sampleFormat })]
	page := format.Input{Reader: strings.NewReader(sample.Page), Location: sample.Location, Source: sample.Source, AsOf: sample.AsOf}
	report, err := l.Ingest(ctx, samplePage.Read(ctx, page), ingest.RunOptions{})
	if err != nil {
		return fmt.Errorf("add sample: %w", err)
	}
	return l.WaitVisible(ctx, report.Sequence)
}

// greet says on stdout where the server is and what it holds.
func (l *opened) greet(cmd *cobra.Command, c *Config, address string) error {
	stats, err := l.Store().Stats(cmd.Context())
	if err != nil {
		return err
	}
	if l.fresh != "" {
		fmt.Fprintf(cmd.ErrOrStderr(), "paperboy: building the index: %s\n", l.fresh)
	}
	if c.JSON {
		return printJSON(cmd.OutOrStdout(), map[string]any{"address": address, "data": c.Data, "papers": stats.Papers})
	}
	text := fmt.Sprintf("Paperboy serves %s from %s\nopen %s\n", figures.Count(stats.Papers, "paper"), c.Data, address)
	if c.ReadAccess == readKey {
		text += "readers sign in with an API key: 'paperboy keys create NAME --scope read,lists' makes one\n"
	}
	_, err = io.WriteString(cmd.OutOrStdout(), text)
	return err
}

// shutDown lets requests in work end, for at most shutdownWait.
func shutDown(server *http.Server, ended <-chan error) error {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownWait)
	defer cancel()
	err := server.Shutdown(ctx)
	if err != nil {
		err = errors.Join(fmt.Errorf("serve: stop: %w", err), server.Close())
	}
	<-ended
	return err
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is in use by another program: choose another with --addr (port 0 picks a free one)", address)
	}
	return listener, err
}

// localURL is how a program on this machine reaches a listener.
func localURL(a net.Addr, secure bool) string {
	tcp := a.(*net.TCPAddr)
	host, scheme := tcp.IP.String(), "http"
	if tcp.IP.IsUnspecified() {
		host = "127.0.0.1"
	}
	if secure {
		scheme = "https"
	}
	return scheme + "://" + net.JoinHostPort(host, fmt.Sprint(tcp.Port))
}
