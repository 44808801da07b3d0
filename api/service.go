package api

import (
	"context"
	"time"

	"paperboy/api/access"
	"paperboy/api/add"
	"paperboy/api/alerts"
	"paperboy/api/daily"
	"paperboy/api/library"
	"paperboy/api/lists"
	"paperboy/api/profiles"
	"paperboy/api/search"
	"paperboy/api/similar"
	"paperboy/data/fetch"
	"paperboy/data/store"
	"paperboy/index"
	"paperboy/recommend"
)

// Service bundles the use cases that the API and the pages offer, by noun. Make one with New.
type Service struct {
	Search  *search.Service
	Similar *similar.Service
	Library *library.Service
	Add     *add.Service
	Lists   *lists.Service
	Daily   *daily.Service
	// Profiles are those of authors, venues and categories.
	Profiles *profiles.Service
	Access   *access.Access
	// Alerts is nil while mail is off.
	Alerts *alerts.Service
}

// Options are the parts of a Service.
type Options struct {
	// Library makes the changes; nil: every change is refused. The fields from Store to Topics
	// come from Library if they are nil.
	Library *library.Library
	Store   store.Store
	Index   index.Engine
	// Completer completes queries that are being typed. If nil, there are no completions.
	Completer index.Completer
	// Expander expands acronyms. If nil, there are no expansions.
	Expander index.Expander
	// Trends finds rising phrases. If nil, there are none.
	Trends index.Trends
	// Topics finds what papers are about. If nil, profiles have no topics.
	Topics index.Topics
	// Access decides who may do what. If nil, nobody may change anything.
	Access *access.Access
	// Backups returns the state of the regular backups. It is nil if there are none.
	Backups func() *library.BackupState
	// Version is that of Paperboy.
	Version string
	// TempDir holds a backup while it is sent; empty: os.TempDir().
	TempDir string
	// Now is the clock. If nil, it is time.Now.
	Now func() time.Time
}

// complete fills in the fields that have defaults.
func (o *Options) complete() {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Access == nil {
		o.Access, _ = access.New(context.Background(), access.Options{}) // cannot fail without a store
	}
	if o.Library == nil {
		return
	}
	if o.Store == nil {
		o.Store = o.Library.Store()
	}
	if o.Index == nil {
		o.Index = o.Library.Index()
	}
	if o.Completer == nil {
		o.Completer = o.Library.Completer()
	}
	if o.Expander == nil {
		o.Expander = o.Library.Expander()
	}
	if o.Trends == nil {
		o.Trends = o.Library.Trends()
	}
	if o.Topics == nil {
		o.Topics = o.Library.Topics()
	}
}

// New makes a Service.
func New(o Options) *Service {
	o.complete()
	s := &Service{Access: o.Access}
	s.Search = &search.Service{
		Store: o.Store, Index: o.Index, Completer: o.Completer, Expander: o.Expander, Trends: o.Trends,
		Version: o.Version, Now: o.Now,
	}
	if o.Library != nil {
		s.Search.WaitVisible = o.Library.WaitVisible
	}
	recommender := recommend.New(o.Index, o.Store)
	s.Similar = &similar.Service{Store: o.Store, Recommender: recommender, Now: o.Now}
	s.Library = library.NewService(library.ServiceOptions{
		Library: o.Library, Store: o.Store, Index: o.Index, Search: s.Search, Backups: o.Backups,
		Version: o.Version, TempDir: o.TempDir, Now: o.Now,
	})
	s.Add = add.New(add.Options{Library: s.Library, Now: o.Now})
	s.Lists = lists.New(lists.Options{Store: o.Store, Similar: s.Similar, Now: o.Now})
	s.Profiles = &profiles.Service{Search: s.Search, Topics: o.Topics}
	s.Daily = &daily.Service{Search: s.Search, Lists: s.Lists, Recommender: s.Similar.Recommender}
	return s
}

// TurnFetchingOn lets s fetch the papers that requests name. sources are the services that it asks.
func (s *Service) TurnFetchingOn(client *fetch.Client, sources fetch.Sources) {
	s.Add.Client, s.Add.Sources = client, sources
	s.Library.Complete = s.Add.Complete
}

// NewAlerts returns the mail subscriptions of a service. o has the parts that the service lacks.
// Without a Sender, subscriptions can be looked at and erased, but no mail is sent.
func NewAlerts(s *Service, o alerts.Options) (*alerts.Service, error) {
	o.Store, o.Search, o.Recommender, o.WaitVisible, o.Now = s.Search.Store, s.Search, s.Similar.Recommender, s.Search.WaitVisible, s.Search.Now
	return alerts.New(o)
}

// TurnMailOn sets s.Alerts, which must have a Sender. Package api then serves the endpoints of
// subscriptions, and /readyz reports what keeps mails from being sent.
func (s *Service) TurnMailOn(a *alerts.Service) {
	s.Alerts = a
	s.Library.Troubles = append(s.Library.Troubles, a.Trouble)
}
