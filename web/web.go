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
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/data/audit"
	"paperboy/web/help"
)

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
func Install(e *echo.Echo, service *api.Service, o Options) error {
	s, err := newSite(service, o)
	if err != nil {
		return err
	}
	for _, r := range s.routes() {
		methods := []string{r.method}
		if r.method == http.MethodGet {
			methods = append(methods, http.MethodHead)
		}
		e.Match(methods, r.path, r.handle, append(r.before, s.options.Gate.Guard(r.need, r.action))...)
		s.options.Gate.Admit(r.method, r.path, r.classOf)
	}
	e.HTTPErrorHandler = s.errorPages(e.HTTPErrorHandler)
	return nil
}

// route is a row of the table of routes.
type route struct {
	method string // a GET route answers HEAD too
	path   string
	need   access.Need
	// action is the route's name in the audit log, for what changes something.
	action audit.Action
	handle echo.HandlerFunc
	before []echo.MiddlewareFunc
	// class says how costly a GET is.
	class api.Class
}

// classOf is the class of a request: a neighbourhood is costlier than its paper.
func (r route) classOf(c echo.Context) api.Class {
	if strings.HasSuffix(c.Request().URL.EscapedPath(), api.NeighbourhoodSuffix) {
		return api.Costly
	}
	return r.class
}

// routes is all pages. A form that changes papers asks for a secret by itself, as a browser's
// session does not allow that: its route needs what showing the form does.
func (s *site) routes() []route {
	const get, post = http.MethodGet, http.MethodPost
	type before = []echo.MiddlewareFunc
	quick := before{deadline}
	adds, quickAdd := before{s.addsPapers}, before{s.addsPapers, deadline}
	lists, quickList := before{s.keepsLists}, before{s.keepsLists, deadline}
	change := func(path string, action audit.Action, do func(*site, context.Context, *listForm) (string, error)) route {
		return route{post, "/lists/:key/" + path, access.ChangeList, action, s.changeList(do), lists, api.NotAdmitted}
	}
	return []route{
		{get, "/", access.Read, "", api.HeadOnly(s.home), quick, api.Cheap},
		{get, "/search", access.Read, "", api.HeadOnly(s.search), quick, api.BySearch},
		{get, "/search/grid", access.Read, "", api.HeadOnly(s.grid), quick, api.Costly},
		{get, "/search/facets/:facet", access.Read, "", api.HeadOnly(s.facet), quick, api.Costly},
		{get, "/receipt", access.Read, "", api.HeadOnly(s.receipt), quick, api.Costly},
		{get, "/rising", access.Read, "", api.HeadOnly(s.rising), quick, api.Cheap},
		{get, "/papers/*", access.Read, "", s.paperOrNeighbourhood, quick, api.Cheap},
		{post, "/papers/*", access.Read, audit.PapersUnmerge, s.changePaper, nil, api.NotAdmitted},
		{get, "/similar", access.Read, "", api.HeadOnly(s.similar), quick, api.Costly},
		{get, "/between", access.Read, "", api.HeadOnly(s.between), quick, api.Costly},
		{get, "/add", access.Read, "", s.add, quickAdd, api.NotAdmitted},
		{post, "/add", access.Read, audit.PapersAdd, s.addPapers, adds, api.NotAdmitted},
		{get, "/sample/remove", access.Read, "", s.sample, quick, api.NotAdmitted},
		{post, "/sample/remove", access.Read, audit.PapersDelete, s.removeSample, nil, api.NotAdmitted},

		{get, "/lists", access.Read, "", s.lists, quickList, api.NotAdmitted},
		{post, "/lists", api.NeedToMakeLists(s.options.ListPolicy), audit.ListsCreate, s.newList, lists, api.NotAdmitted},
		{get, "/lists/:key", access.Read, "", s.list, quickList, api.Cheap},
		{get, "/lists/:key/new", access.Read, "", s.whatIsNew, quickList, api.Costly},
		change("rename", audit.ListsChange, (*site).renameList),
		change("remove", audit.ListsChange, (*site).removeListed),
		change("note", audit.ListsChange, (*site).noteListed),
		change("renew", audit.ListsRenew, (*site).renewListKey),
		change("stars", "", (*site).starsGoHere),
		change("forget", "", (*site).forgetList),
		change("delete", audit.ListsDelete, (*site).deleteList),
		{post, "/star", access.ChangeList, audit.ListsChange, s.putStar, lists, api.NotAdmitted},

		{get, "/sign-in", access.Nothing, "", s.signIn, quick, api.NotAdmitted},
		{post, "/sign-in", access.Nothing, audit.SignIn, s.checkSignIn, quick, api.NotAdmitted},
		{post, "/sign-out", access.Nothing, "", s.signOut, nil, api.NotAdmitted},
		{get, "/help", access.Read, "", s.help, nil, api.NotAdmitted},
		{get, "/help/:topic", access.Read, "", s.help, nil, api.NotAdmitted},
		{get, "/opensearch.xml", access.Read, "", s.describeSearch, nil, api.NotAdmitted},
		{get, "/assets/:name", access.Nothing, "", s.assets.serve, nil, api.NotAdmitted},
	}
}

// pageTime is how long a page may take: as long as an answer of the API.
const pageTime = 30 * time.Second

func deadline(next echo.HandlerFunc) echo.HandlerFunc {
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
	templates map[string]*template.Template
	coverage  coverage
	manual    help.Manual
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
		o.Gate = &api.Gate{Access: closed, Logger: slog.New(slog.DiscardHandler)}
	}
	assets, err := loadAssets(files)
	if err != nil {
		return nil, err
	}
	templates, err := parseTemplates(files, assets)
	if err != nil {
		return nil, err
	}
	manual, err := help.Load()
	if err != nil {
		return nil, err
	}
	return &site{service: service, options: o, assets: assets, templates: templates, manual: manual}, nil
}
