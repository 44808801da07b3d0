package local

import (
	"context"
	"errors"
	"io"
	"iter"
	"os"

	"paperboy/api"
	"paperboy/api/alerts"
	"paperboy/api/client"
	"paperboy/api/export"
	"paperboy/api/library"
	"paperboy/api/search"
	"paperboy/data/fetch"
)

// Papers answer the endpoints: those of an open data folder or, if a server has it open, those of
// the server. Both give the same answers and errors.
type Papers struct {
	service *api.Service   // nil: server answers
	server  *client.Client // nil: service answers
}

// A Target takes records and remembers how far feeds were fetched: a library or a server.
type Target interface {
	library.Target
	library.FeedStore
}

// Call returns the answer of an endpoint.
func Call[P, A any](ctx context.Context, from Papers, e *api.Endpoint[P, A], p P) (A, error) {
	if from.server != nil {
		return client.Call(ctx, from.server, e, p)
	}
	return e.Use(ctx, from.service, p)
}

// Download writes the file that an endpoint returns to w. After an error, w may hold a part of it.
func Download[P any](ctx context.Context, from Papers, d *api.Download[P], p P, w io.Writer) error {
	if from.server != nil {
		return client.Download(ctx, from.server, d, p, w)
	}
	return d.Use(ctx, from.service, p, w)
}

// ExportAll writes all papers to a new file as JSON lines. After an error, the file may hold a part.
func ExportAll(ctx context.Context, from Papers, file string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(Download(ctx, from, api.Export, search.ExportParams{Format: export.JSONL}, f), f.Close())
}

// TurnFetchingOn lets papers of a folder be fetched by what a person has. A server decides that for
// itself.
func (p Papers) TurnFetchingOn(client *fetch.Client, sources fetch.Sources) {
	if p.service != nil {
		p.service.TurnFetchingOn(client, sources)
	}
}

// IngestFiles adds the papers of files.
func (p Papers) IngestFiles(ctx context.Context, files iter.Seq2[library.File, error], o library.IngestParams) (library.IngestAnswer, error) {
	if p.server != nil {
		return p.server.IngestFiles(ctx, files, o)
	}
	return p.service.Library.IngestFiles(ctx, files, o)
}

// OpenAlerts makes the endpoints of subscriptions answer while mail is off, so that what is stored
// about subscribers can be looked at and erased. A server decides that for itself.
func (p Papers) OpenAlerts() (err error) {
	if p.service != nil {
		p.service.Alerts, err = api.NewAlerts(p.service, alerts.Options{})
	}
	return err
}

// AllSubscribers reads all pages of the list of subscribers. OpenAlerts must have been called.
func AllSubscribers(ctx context.Context, from Papers) (alerts.AllAnswer, error) {
	all := alerts.AllAnswer{Subscribers: []alerts.Subscriber{}}
	for p := alerts.AllTable.Defaults; ; {
		answer, err := Call(ctx, from, api.Subscribers, p)
		if err != nil {
			return all, err
		}
		all.Subscribers, all.Counts = append(all.Subscribers, answer.Subscribers...), answer.Counts
		if !answer.More {
			return all, nil
		}
		p.After = int(answer.Subscribers[len(answer.Subscribers)-1].ID)
	}
}
