package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/spf13/cobra"

	"paperboy/api"
	"paperboy/data/sample"
	"paperboy/data/source"
	"paperboy/data/source/formats"
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
sample page. Reading is open to whoever reaches the address; every write needs the
token, which is in the data folder. A reading list is changed by whoever has its
address; --lists says who may make one: everybody (open), the holders of the token,
or nobody (off). One client may send as many requests as --rate-limit says. --add says who may add papers on the page: who sits at this machine,
and elsewhere the holders of the token (local); these everywhere (token); or nobody
(off). With --fetch it adds papers from the net at regular times; without,
it asks nothing of anybody. With --watch it adds the files of folders as they appear.`,
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
	for _, folder := range c.Watch {
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			return usagef("serve --watch %s: there is no such folder", folder)
		}
	}
	ctx := cmd.Context()
	f, running, err := claimOrServer(ctx, c.Data, cmd.Name())
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	if f == nil {
		return fmt.Errorf("serve: a server at %s has %s open already", running, c.Data)
	}
	// Listening comes before opening: a busy port is found out at once.
	listener, err := listen(ctx, c.Addr)
	if err != nil {
		return errors.Join(fmt.Errorf("serve: %w", err), f.release())
	}
	defer listener.Close()
	l, err := openLibrary(ctx, f)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	l.readWords()
	return errors.Join(l.serve(cmd, c, listener), l.close())
}

// serve answers on listener until the command's context is cancelled.
func (l *library) serve(cmd *cobra.Command, c *Config, listener net.Listener) error {
	ctx := cmd.Context()
	if !c.NoSample {
		if err := l.addSample(ctx); err != nil {
			return fmt.Errorf("serve: %w", err)
		}
	}
	logger := slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), nil))
	handler, err := l.handler(c, logger, isLoopback(listener.Addr()))
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	fetches, err := l.schedule(c, logger)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	server := api.NewServer(handler, logger)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	address := localURL(listener.Addr())
	err = errors.Join(l.folder.announce(address), l.greet(cmd, c, address))
	if err == nil {
		warn(logger, listener.Addr(), c.listPolicy(isLoopback(listener.Addr())))
		defer l.expireLists(ctx, c.ListExpiry, logger)()
		defer fetches.start(ctx)()
		defer l.watch(ctx, c, logger)()
		select {
		case err = <-ended:
			return fmt.Errorf("serve: %w", err)
		case <-ctx.Done():
		}
	}
	return errors.Join(err, l.folder.retract(), shutDown(server, ended))
}

// handler is the API and the pages on one router.
func (l *library) handler(c *Config, logger *slog.Logger, loopback bool) (http.Handler, error) {
	token, err := c.token()
	if err != nil {
		return nil, err
	}
	if token == "" {
		if token, err = l.folder.makeToken(); err != nil {
			return nil, err
		}
	}
	rate, err := c.Limits.rate(loopback)
	if err != nil {
		return nil, err
	}
	e := echo.New()
	if e.IPExtractor, err = c.Limits.extractor(); err != nil {
		return nil, err
	}
	api.Install(e, l.service, api.HTTPOptions{
		BaseURL: strings.TrimSuffix(c.BaseURL, "/"), Token: token, ListPolicy: c.listPolicy(loopback), Logger: logger, Rate: rate,
	})
	if err := web.Install(e, l.service, web.Options{
		Token: token, BaseURL: strings.TrimSuffix(c.BaseURL, "/"), ListPolicy: c.listPolicy(loopback), AddPolicy: api.AddPolicy(c.Add), Version: version(),
	}); err != nil {
		return nil, err
	}
	return e, nil
}

// sampleFormat is what the sample page is written in.
const sampleFormat = "hf-text"

// addSample gives an empty store the papers of the sample page, and returns
// when they can be found.
func (l *library) addSample(ctx context.Context) error {
	head, err := l.store.Head(ctx)
	if err != nil || head > 0 {
		return err
	}
	all := formats.All()
	format := all[slices.IndexFunc(all, func(f source.Format) bool { return f.Name == sampleFormat })]
	page := source.Input{Reader: strings.NewReader(sample.Page), Location: sample.Location, Source: sample.Source, AsOf: sample.AsOf}
	report, err := l.ingester.Ingest(ctx, format.Read(ctx, page), ingest.RunOptions{})
	if err != nil {
		return fmt.Errorf("add sample: %w", err)
	}
	return l.ingester.WaitVisible(ctx, report.Sequence)
}

// greet says on stdout where the server is and what it holds.
func (l *library) greet(cmd *cobra.Command, c *Config, address string) error {
	stats, err := l.store.Stats(cmd.Context())
	if err != nil {
		return err
	}
	if l.fresh != "" {
		fmt.Fprintf(cmd.ErrOrStderr(), "paperboy: building the index: %s\n", l.fresh)
	}
	if c.JSON {
		return printJSON(cmd.OutOrStdout(), map[string]any{"address": address, "data": c.Data, "papers": stats.Papers})
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "Paperboy serves %s from %s\nopen %s\n", count(stats.Papers, "paper"), c.Data, address)
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
func localURL(a net.Addr) string {
	tcp := a.(*net.TCPAddr)
	host := tcp.IP.String()
	if tcp.IP.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, fmt.Sprint(tcp.Port))
}

// warn says what it means to listen for more than this machine.
func warn(logger *slog.Logger, a net.Addr, lists api.ListPolicy) {
	if !isLoopback(a) {
		logger.Warn("reading is open to everyone who reaches this address; writing needs the token", "address", a.String(), "reading_lists", lists)
	}
}
