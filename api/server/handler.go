package server

import (
	"context"
	"net"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/guard"
	"paperboy/api/library"
	"paperboy/api/lists"
	"paperboy/api/local"
	"paperboy/data/fetch"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/thumbnails"
)

// New makes a server of a library that is open without a service, for requests that arrive at the
// address listens. The data folder gets a token if it has none.
func New(ctx context.Context, l *local.Library, o Options, listens net.Addr) (*Server, error) {
	s := &Server{Library: l, options: o}
	s.Jobs = library.Jobs{Library: l.Library, Read: format.Options{Formats: formats.All()}, NewRejects: o.Place.NewRejects}
	if err := s.openLogs(); err != nil {
		return nil, err
	}
	if err := s.parse(); err != nil {
		return nil, err
	}
	if err := s.newService(ctx); err != nil {
		return nil, err
	}
	if err := s.turnMailOn(); err != nil {
		return nil, err
	}
	return s, s.install(listens)
}

// parse reads the options that are texts, and makes the regular backups.
func (s *Server) parse() (err error) {
	o := s.options
	if s.feeds, err = library.ParseSchedule(o.Fetch, o.FetchEvery); err != nil {
		return err
	}
	if o.BackupDir != "" {
		s.backups = &library.Backups{Dir: o.BackupDir, Every: o.BackupEvery, Keep: o.BackupKeep, Make: s.BackUp}
	}
	s.days, err = lists.ParseDays(o.ListExpiry)
	return err
}

// newService makes the service with the access that the options allow.
func (s *Server) newService(ctx context.Context) error {
	token, err := s.options.Place.OwnToken()
	if err == nil && token == "" {
		token, err = s.Folder.MakeToken()
	}
	if err != nil {
		return err
	}
	o := api.Options{}
	if o.Access, err = access.New(ctx, access.Options{Token: token, Store: s.Store(), ReadsNeedKey: s.options.ReadAccess == ReadKey}); err != nil {
		return err
	}
	if s.backups != nil {
		o.Backups = s.backups.State
	}
	s.Service = s.NewService(o)
	return s.turnFetchingOn()
}

// turnFetchingOn makes the client, and lets people add papers that it fetches, if the options allow
// that.
func (s *Server) turnFetchingOn() error {
	o := s.options
	if !o.AddFetch && len(s.feeds) == 0 {
		return nil
	}
	s.client = fetch.NewClient(fetch.ClientOptions{
		AllowPrivate: o.AllowPrivate, UserAgent: "Paperboy/" + o.Place.Version, Notice: func(text string) { s.Log.Warn("fetch", "notice", text) },
	})
	sources, err := fetch.ParseSources(o.AddSources)
	if err == nil && o.AddFetch {
		s.Service.TurnFetchingOn(s.client, sources)
	}
	return err
}

// turnMailOn lets people subscribe by mail, if the options say how emails are sent.
func (s *Server) turnMailOn() error {
	if s.options.Mail == nil {
		return nil
	}
	o := *s.options.Mail
	o.Log, o.NoLists = s.Log, s.options.Lists == api.ListsOff
	a, err := api.NewAlerts(s.Service, o)
	if err != nil {
		return err
	}
	s.Service.TurnMailOn(a)
	return nil
}

// install puts the API and the pages on one router.
func (s *Server) install(listens net.Addr) error {
	o := s.options
	pictures, err := s.openThumbnails()
	if err != nil {
		return err
	}
	loopback := listens.(*net.TCPAddr).IP.IsLoopback()
	rate, err := ParseRate(o.Rate, loopback)
	if err != nil {
		return err
	}
	e := echo.New()
	if e.IPExtractor, err = guard.TrustProxies(o.TrustedProxies); err != nil {
		return err
	}
	s.Handler = e
	p := Pages{BaseURL: strings.TrimSuffix(o.BaseURL, "/"), ListPolicy: listPolicy(o.Lists, loopback), Thumbnails: pictures}
	p.Gate = api.Install(e, s.Service, api.HTTPOptions{BaseURL: p.BaseURL, Hosts: o.hosts(listens), ListPolicy: p.ListPolicy, Logger: s.Log, Audit: s.Audit, Rate: rate})
	if o.Pages == nil {
		return nil
	}
	return o.Pages(e, s.Service, p)
}

// openThumbnails opens the pictures of papers, nil if the options do not want them.
func (s *Server) openThumbnails() (*thumbnails.Cache, error) {
	if !s.options.Thumbnails {
		return nil, nil
	}
	cache, err := thumbnails.Open(s.Folder.Path(thumbnailsDir), thumbnails.MaxBytes)
	if err == nil {
		s.Thumbnails = &library.Thumbnails{Cache: cache, URL: fetch.DailyPapers{}.Thumbnail}
	}
	return cache, err
}

// startJobs starts the background jobs.
func (s *Server) startJobs(ctx context.Context) {
	o := s.options
	if s.days > 0 {
		s.Expire(ctx, func(ctx context.Context) (int, error) {
			pruned, err := s.Service.Lists.Prune(ctx, lists.PruneParams{UnusedDays: s.days})
			return pruned.Deleted, err
		})
	}
	if len(s.feeds) > 0 {
		s.Fetch(ctx, s.feeds, s.client)
	}
	s.Watch(ctx, o.Place.NewWatch(o.Settle), o.Watch)
	s.KeepUses(ctx, s.Service.Access)
	if s.Service.Alerts != nil {
		s.Jobs.Start(ctx, "mail", s.Service.Alerts.Run)
	}
	if s.backups != nil {
		s.Backups(ctx, s.backups)
	}
}
