// Package server is the life of a Paperboy server.
//
// [Run] claims and opens a data folder, listens, says where (server.json in the folder, for the
// commands of this machine), starts the background jobs, reloads on request, and shuts everything
// down in order. [New] makes what is served, the API and the pages on one handler, for a program that
// brings its own listener (handler.go). What differs between a server for this machine and one that
// others can reach is in policies.go.
package server

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
	"syscall"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/alerts"
	"paperboy/api/certs"
	"paperboy/api/guard"
	"paperboy/api/library"
	"paperboy/api/local"
	"paperboy/data/audit"
	"paperboy/data/fetch"
	"paperboy/data/store/sqlite/folder"
	"paperboy/data/thumbnails"
)

// shutdownTimeout limits how long running requests can delay the end of the server.
const shutdownTimeout = 10 * time.Second

// Folders of a server in the data folder.
const (
	acmeDir       = "acme"       // certificates from an ACME server
	thumbnailsDir = "thumbnails" // pictures of papers
)

// Options say what is served, to whom, and what the server does besides. AddFlags (settings.go) adds a
// flag, with its default, for the fields that people set, and Check checks them. A program can also set
// the fields itself; the comments say what the zero values mean.
type Options struct {
	// Place is the data folder. Its Server is not used.
	Place local.Place

	// Addr is the address to listen on, such as DefaultAddr.
	Addr string
	// BaseURL is the address at which others reach the server, Hosts has further names of it.
	BaseURL string
	Hosts   []string
	// Certificates say where certificates for HTTPS come from. Run sets ACMECache and Log.
	Certificates certs.Options
	// ACMEAddr is an address for plain HTTP, which answers ACME challenges and redirects browsers
	// to HTTPS; empty: none.
	ACMEAddr string
	// TrustedProxies has the networks of proxies whose X-Forwarded-For is trusted, as CIDR.
	TrustedProxies []string

	// ReadAccess is ReadOpen or ReadKey; empty: ReadOpen.
	ReadAccess string
	// Lists says who can create reading lists; empty: api.ListsOpen on loopback, api.ListsToken
	// elsewhere.
	Lists api.ListPolicy
	// Rate limits the requests of each client: see ParseRate.
	Rate string
	// Pages adds the pages to the API; nil: there are none.
	Pages func(e *echo.Echo, s *api.Service, p Pages) error
	// Mail says how emails are sent; nil: people cannot subscribe. New sets Log and NoLists.
	Mail *alerts.Options
	// Audit records changes; nil: nothing does. With AuditMust, New fails if it cannot be opened.
	Audit     *audit.Log
	AuditMust bool
	// Log gets the log, unless LogFile is the path of a file for it; nil: os.Stderr.
	Log     io.Writer
	LogFile string

	// NoSample leaves an empty library empty: otherwise it gets the papers of a sample page.
	NoSample bool
	// Fetch lists feeds as library.ParseSchedule parses them. They are fetched every FetchEvery,
	// unless they have an interval of their own, and so are pictures of the papers on daily lists,
	// if Thumbnails is set. AllowPrivate is that of fetch.ClientOptions.
	Fetch        []string
	FetchEvery   time.Duration
	AllowPrivate bool
	Thumbnails   bool
	// AddFetch lets the server fetch papers that people add by id, address or title, from the
	// services that AddSources names as fetch.ParseSources reads them.
	AddFetch   bool
	AddSources []string
	// Watch lists folders whose files are added, once they were unchanged for Settle.
	Watch  []string
	Settle time.Duration
	// BackupDir is the folder for backups, one every BackupEvery, of which the newest BackupKeep are
	// kept; empty: none.
	BackupDir   string
	BackupEvery time.Duration
	BackupKeep  int
	// ScrubEvery is the time in which every paper of the store is verified once; 0: never.
	ScrubEvery time.Duration
	// ListExpiry deletes reading lists that nobody used for a time as lists.ParseDays parses it;
	// empty: never.
	ListExpiry string

	// Reload makes Run read the token, API keys and certificates again and reopen the log files.
	Reload <-chan os.Signal
	// Ready is called once the server answers at address, before the background jobs start.
	Ready func(address string, papers int) error
}

// Pages are the parts of a server that its pages share with the API.
type Pages struct {
	Gate *guard.Gate
	// BaseURL is that of Options, without a final slash.
	BaseURL    string
	ListPolicy api.ListPolicy
	Thumbnails *thumbnails.Cache // nil for none
}

// Server is an open library that is served.
type Server struct {
	*local.Library
	library.Jobs
	// Handler answers the requests of the API and the pages.
	Handler http.Handler
	options Options
	feeds   []library.ScheduledFeed
	client  *fetch.Client       // for all fetches, so that they wait for each other
	days    int                 // of Options.ListExpiry
	backups *library.Backups    // nil without BackupDir
	logFile *logFile            // nil for Options.Log
	certs   *certs.Certificates // nil without TLS
}

// Run claims and opens the data folder, and serves it until ctx is cancelled, which is not an error.
func Run(ctx context.Context, o Options) error {
	f, running, err := folder.ClaimOrServer(ctx, o.Place.Dir, o.Place.Command)
	if err != nil {
		return err
	}
	if f == nil {
		return fmt.Errorf("a server at %s has %s open already", running, o.Place.Dir)
	}
	// Listen before opening the library, which can take long, to find out early if the port is
	// in use.
	listener, err := listen(ctx, o.Addr)
	if err != nil {
		return errors.Join(err, f.Release())
	}
	defer listener.Close()
	opening, err := o.Place.Options(f)
	if err != nil {
		return errors.Join(err, f.Release())
	}
	opening.ScrubEvery, opening.Words = o.ScrubEvery, true
	l, err := local.Open(ctx, f, opening)
	if err != nil {
		return err
	}
	return errors.Join(serve(ctx, l, o, listener), l.Close())
}

// serve answers on listener until ctx is cancelled.
func serve(ctx context.Context, l *local.Library, o Options, listener net.Listener) error {
	s, err := New(ctx, l, o, listener.Addr())
	if err != nil {
		return err
	}
	if !o.NoSample {
		if err := s.AddSample(ctx); err != nil {
			return err
		}
	}
	certificates := o.Certificates
	certificates.ACMECache, certificates.Log = l.Folder.Path(acmeDir), s.Log
	if s.certs, err = certs.New(certificates); err != nil {
		return err
	}
	stopPlain, err := s.servePlain(ctx)
	if err != nil {
		return err
	}
	running := s.certs.Start(api.NewServer(s.Handler, s.Log), listener)
	address := certs.LocalURL(listener.Addr().(*net.TCPAddr), s.certs != nil)
	l.Folder.Holder.Pin = s.certs.Pin()
	if err = errors.Join(l.Folder.Announce(address), s.ready(ctx, address)); err == nil {
		s.warnAboutAccess(listener.Addr())
		defer l.Stop()
		s.startJobs(ctx)
		err = s.wait(ctx, running.Ended())
	}
	return errors.Join(err, l.Folder.Retract(), stopPlain(), running.Shutdown(shutdownTimeout))
}

// servePlain answers plain HTTP on ACMEAddr, if it is given.
func (s *Server) servePlain(ctx context.Context) (stop func() error, err error) {
	if s.options.ACMEAddr == "" {
		return func() error { return nil }, nil
	}
	listener, err := listen(ctx, s.options.ACMEAddr)
	if err != nil {
		return nil, err
	}
	return s.certs.ServePlain(listener, cmp.Or(s.options.BaseURL, "https://"+s.options.Certificates.ACMEHosts[0])), nil
}

// ready says that the server answers at an address.
func (s *Server) ready(ctx context.Context, address string) error {
	stats, err := s.Store().Stats(ctx)
	if err != nil || s.options.Ready == nil {
		return err
	}
	s.NoteRebuild(s.options.Place.Notice)
	return s.options.Ready(address, stats.Papers)
}

// wait waits for the end of the server, and reloads when it is asked to.
func (s *Server) wait(ctx context.Context, ended <-chan error) error {
	for {
		select {
		case err := <-ended:
			return err
		case <-ctx.Done():
			return nil
		case <-s.options.Reload:
			s.reload(ctx)
		}
	}
}

// reload reads the token, the keys and the certificate again and reopens the log files. What
// cannot be read stays as it was.
func (s *Server) reload(ctx context.Context) {
	token, err := s.options.Place.OwnToken()
	if token != "" {
		s.Service.Access.SetToken(token)
	}
	err = errors.Join(err, s.Service.Access.Reload(ctx), s.certs.Reload(), s.logFile.reopen(), s.Audit.Reopen())
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

// openLogs sets the log and the audit log.
func (s *Server) openLogs() error {
	o, w := s.options, s.options.Log
	if w == nil {
		w = os.Stderr
	}
	if o.LogFile != "" {
		s.logFile = &logFile{path: o.LogFile}
		if err := s.logFile.reopen(); err != nil {
			return fmt.Errorf("open log: %w", err)
		}
		w = s.logFile
	}
	s.Jobs.Log, s.Audit = slog.New(slog.NewTextHandler(w, nil)), o.Audit
	if o.AuditMust {
		return s.Audit.Open()
	}
	return nil
}
