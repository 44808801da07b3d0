// Package web serves Paperboy's pages: the front page, the search page and the
// receipt of a search, what rises, a paper's page, papers like several and between two, a picture of those like one,
// reading lists, the adding of papers, the removal of the sample, and the manual.
//
// The address of a page is its whole state: api.ParseSearch reads it, one call
// of the Service answers, and a page struct is made of the answer: the plain
// texts and links that its template shows. The template is rendered into a
// buffer, and only then the status is sent. Every page works without
// JavaScript; on the search page htmx asks for the same addresses and replaces
// the results in place.
//
// The package decides nothing about papers, and there is no HTML in its Go:
// templates escape all that they are given, highlights included. Only the manual comes as
// HTML, rendered at start by package help. Errors under
// /api/ are package api's.
package web

import (
	"context"
	"embed"
	"html/template"
	"io"
	"iter"
	"log/slog"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/data"
	"paperboy/web/help"
)

// Service is what the pages are made from: *api.Service.
type Service interface {
	Search(context.Context, api.SearchParams) (api.SearchAnswer, error)
	Rising(context.Context, api.RisingParams) (api.RisingAnswer, error)
	Paper(context.Context, data.ID) (data.Paper, error)
	Similar(context.Context, api.SimilarParams) (api.SimilarAnswer, error)
	Neighbourhood(context.Context, data.ID, api.NeighbourhoodParams) (api.NeighbourhoodAnswer, error)
	Between(context.Context, api.BetweenParams) (api.BetweenAnswer, error)
	Export(context.Context, api.SearchParams, api.Format, io.Writer) error
	Grid(context.Context, api.SearchParams) (api.GridAnswer, error)
	Receipt(context.Context, api.ReceiptParams) (api.ReceiptAnswer, error)
	Explain(context.Context, data.ID) (data.Explanation, error)
	Merges(context.Context, data.ID) (api.MergesAnswer, error)
	Unmerge(context.Context, data.ID, api.MergeNumber) (api.UnmergeAnswer, error)
	Stats(context.Context) (api.StatsAnswer, error)
	DeletePapers(context.Context, api.Deletion) (api.DeleteAnswer, error)
	IngestFiles(context.Context, iter.Seq2[api.File, error], api.IngestParams) (api.IngestAnswer, error)
	FileFormats() []api.FileFormat

	CreateList(ctx context.Context, name string, ids []data.ID) (api.List, error)
	List(context.Context, api.ListKey) (api.List, error)
	ListPapers(context.Context, api.ListKey, api.ListParams) (api.ListAnswer, error)
	AmongList(context.Context, api.ListKey, []data.ID) (map[data.ID]bool, error)
	RenameList(ctx context.Context, key api.ListKey, name string) (api.List, error)
	AddToList(ctx context.Context, key api.ListKey, ids []data.ID, note *string) (api.ListChange, error)
	RemoveFromList(context.Context, api.ListKey, []data.ID) (api.ListChange, error)
	RenewListKey(ctx context.Context, key api.ListKey, editing bool) (api.List, error)
	DeleteList(context.Context, api.ListKey) (api.List, error)
	RecommendFor(context.Context, api.ListKey, api.SimilarParams) (api.RecommendationsAnswer, error)
}

// Options say how the pages are served.
type Options struct {
	// Gate guards the pages, and checks the secrets that are typed into forms: the one that
	// api.Install returned. nil: nobody may change anything.
	Gate *api.Gate
	// BaseURL is the address that people reach the server by, without a final
	// slash; empty: taken from each request.
	BaseURL string
	// ListPolicy says who may make reading lists; empty: api.ListsOpen.
	ListPolicy api.ListPolicy
	// AddPolicy says who may add papers on the page; empty: api.AddLocal.
	AddPolicy api.AddPolicy
	// Version of Paperboy, for the foot of the page.
	Version string
	// Now is the clock; nil: time.Now.
	Now func() time.Time
}

// Install registers the pages. It comes after api.Install: error pages are put
// in front of its HTTPErrorHandler.
func Install(e *echo.Echo, service Service, o Options) error {
	s, err := newSite(service, o)
	if err != nil {
		return err
	}
	s.register(e)
	e.HTTPErrorHandler = s.errorPages(e.HTTPErrorHandler)
	return nil
}

// pageTime is how long a page may take: as long as an answer of the API.
const pageTime = 30 * time.Second

func withDeadline(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, cancel := context.WithTimeout(c.Request().Context(), pageTime)
		defer cancel()
		c.SetRequest(c.Request().WithContext(ctx))
		return next(c)
	}
}

// site answers requests for pages.
type site struct {
	service   Service
	options   Options
	assets    assets
	pages     []pageRow
	templates map[string]*template.Template
	sorts     availableSorts
	manual    help.Manual
}

//go:embed templates static
var files embed.FS

func newSite(service Service, o Options) (*site, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Gate == nil {
		closed, err := access.New(context.Background(), access.Options{})
		if err != nil {
			return nil, err
		}
		o.Gate = &api.Gate{Access: closed, Logger: slog.New(slog.DiscardHandler)}
	}
	assets, err := loadAssets(files)
	if err != nil {
		return nil, err
	}
	table := pages()
	templates, err := parseTemplates(files, table, assets)
	if err != nil {
		return nil, err
	}
	manual, err := help.Load()
	if err != nil {
		return nil, err
	}
	return &site{service: service, options: o, assets: assets, pages: table, templates: templates, manual: manual}, nil
}
