// Package web serves Paperboy's pages: the front page, search and its receipts, rising phrases,
// papers, similar papers and their map, reading lists, subscriptions by email, adding papers, removing
// the sample, and the manual. The table of all pages is in pages.go.
//
// The address of a page is its whole state. A handler parses it, calls the service once, and turns
// the answer into a page struct: the plain texts and links that the template shows, most of them
// made by package view. The template is rendered into a buffer before the status is sent. Every page works without JavaScript; on the
// search page, htmx requests the same addresses and replaces the results in place.
//
// The package decides nothing about papers, and its Go code contains no HTML: templates escape
// everything they are given, including highlights. Only the manual is HTML, which package help
// renders at start. Errors under /api/ are left to package api.
package web

import (
	"context"
	"embed"
	"html/template"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/guard"
	"paperboy/data/thumbnails"
	"paperboy/web/apidocs"
	"paperboy/web/help"
)

// Options configure the pages.
type Options struct {
	// Gate guards the pages and checks secrets in forms. Use the one that api.Install returned. If
	// it is nil, nobody may change anything.
	Gate *guard.Gate
	// BaseURL is the address of the server for its users, without a final slash. If it is empty,
	// it is taken from each request.
	BaseURL string
	// ListPolicy says who may create reading lists; empty means api.ListsOpen.
	ListPolicy api.ListPolicy
	// AddPolicy says who may add papers in the browser; empty means api.AddLocal.
	AddPolicy api.AddPolicy
	// Thumbnails are the pictures that pages show; nil for none.
	Thumbnails *thumbnails.Cache
	// Version of Paperboy is shown at the foot of each page.
	Version string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// mail is true if the service has mail subscriptions.
	mail bool
}

// Install registers the pages. Call it after api.Install: it wraps the HTTPErrorHandler with one
// that answers with error pages.
func Install(e *echo.Echo, service *api.Service, o Options) error {
	s, err := newSite(service, o)
	if err != nil {
		return err
	}
	s.register(e)
	e.HTTPErrorHandler = s.errorPages(e.HTTPErrorHandler)
	return nil
}

// pageTime is the time limit of a page, the same as that of the API.
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
	service   *api.Service
	options   Options
	assets    assets
	pages     []pageRow
	templates map[string]*template.Template
	manual    help.Manual
	apiDocs   func() (apidocs.Docs, error)
}

//go:embed templates static
var files embed.FS

func newSite(service *api.Service, o Options) (*site, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Gate == nil {
		closed, err := access.New(context.Background(), access.Options{})
		if err != nil {
			return nil, err
		}
		o.Gate = guard.New(guard.Options{Access: closed, Explain: api.StatusOf})
	}
	o.mail = service != nil && service.Alerts != nil
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
	return &site{service: service, options: o, assets: assets, pages: table, templates: templates, manual: manual, apiDocs: readDocs(service)}, nil
}
