package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api"
	"paperboy/api/access"
	"paperboy/api/guard"
	"paperboy/api/transfer"
	"paperboy/data/audit"
	"paperboy/web/view"
)

// A pageRow is a row of the table of pages. Its route, its template, its links in the navigation
// and the tests of every page come from the row.
type pageRow struct {
	// template is the file below templates, without ".html". Pages may share one.
	template string
	// data is an empty value of the struct that the template is executed with.
	data any
	// path is the route of GET and HEAD; empty for a page that another handler shows.
	path string
	// cost says how costly the page is for the server.
	cost   guard.Class
	handle func(*site, echo.Context) error
	// headOnly is true of a page that exists for every address: HEAD is answered without making it.
	headOnly bool
	// open is true of a page that everybody may see, even if reading needs a key.
	open    bool
	feature *feature
	// hasData reports whether the page has something to show; nil if it always does. Without, the
	// navigation leaves it out.
	hasData func(*site) bool
	// class is the class of the body, for the style sheet.
	class string
	// title is the page's title where the handler gives none.
	title string
	// masthead and footer are the texts of the links to the page at the top and at the foot of
	// every page; empty for none.
	masthead, footer string
}

// pages returns the table of pages, in the order of the navigation. To add a page, write a
// handler and a template, and add a row.
func pages() []pageRow {
	return []pageRow{
		{template: "home", data: homePage{}, path: "/", cost: guard.Cheap, handle: (*site).home, headOnly: true, class: "home"},
		{template: "search", data: searchPage{}, path: "/search", cost: guard.BySearch, handle: (*site).search, headOnly: true, class: "search", title: "All papers", masthead: "All papers"},
		{template: "grid", data: gridPage{}, path: "/search/grid", cost: guard.Costly, handle: (*site).grid, headOnly: true, class: "single", title: "By date and number of authors"},
		{template: "facet", data: facetPage{}, path: "/search/facets/:facet", cost: guard.Costly, handle: (*site).facet, headOnly: true, class: "single"},
		{template: "receipt", data: receiptPage{}, path: "/receipt", cost: guard.Costly, handle: (*site).receipt, headOnly: true, class: "single", title: "Receipt: all papers"},
		{template: "days", data: daysPage{}, path: "/days", cost: guard.BySearch, handle: (*site).days, headOnly: true, class: "search days", title: "Days", masthead: "Daily", hasData: (*site).hasPapers},
		{template: "days", data: daysPage{}, path: "/days/:period", cost: guard.BySearch, handle: (*site).day, class: "search days"},
		{template: "days", data: daysPage{}, path: "/weeks/:period", cost: guard.BySearch, handle: (*site).week, class: "search days"},
		{template: "days", data: daysPage{}, path: "/months/:period", cost: guard.BySearch, handle: (*site).month, class: "search days"},
		{template: "trending", data: trendingPage{}, path: "/trending", cost: guard.BySearch, handle: (*site).trending, headOnly: true, class: "search days", title: "Trending", masthead: "Trending", hasData: (*site).hasTrending},
		{template: "profile", data: profilePage{}, path: "/authors/:author", cost: guard.BySearch, handle: (*site).author, class: "search profiles"},
		{template: "profile", data: profilePage{}, path: "/venues/:venue", cost: guard.BySearch, handle: (*site).venue, class: "search profiles"},
		{template: "profile", data: profilePage{}, path: "/categories/:category", cost: guard.BySearch, handle: (*site).category, class: "search profiles"},
		{template: "rising", data: risingPage{}, path: "/rising", cost: guard.Cheap, handle: (*site).rising, headOnly: true, class: "single", title: "Rising topics", masthead: "Topics"},
		// An id may contain slashes, so one route serves both pages of a paper.
		{template: "paper", data: paperPage{}, path: "/papers/*", cost: guard.Cheap, handle: (*site).paperOrNeighbourhood, class: "single"},
		{template: "map", data: mapPage{}, path: "/map", cost: guard.Costly, handle: (*site).startMap, headOnly: true, class: "map", title: "Map of similar papers", masthead: "Map", hasData: (*site).hasPapers},
		{template: "map", data: mapPage{}, path: "/search/map", cost: guard.Costly, handle: (*site).searchMap, headOnly: true, class: "map"},
		{template: "similar", data: similarPage{}, path: "/similar", cost: guard.Costly, handle: (*site).similar, headOnly: true, class: "single", title: "Find similar papers", masthead: "Similar", hasData: (*site).hasPapers},
		{template: "between", data: betweenPage{}, path: "/between", cost: guard.Costly, handle: (*site).between, headOnly: true, class: "single", title: "Papers between two papers", masthead: "Between", hasData: (*site).hasPapers},
		{template: "lists", data: listsPage{}, path: "/lists", handle: (*site).lists, feature: &readingLists, class: "lists", title: "Reading lists", masthead: "Lists"},
		{template: "list", data: listPage{}, path: "/lists/:key", cost: guard.Cheap, handle: (*site).list, feature: &readingLists, class: "list"},
		{template: "map", data: mapPage{}, path: "/lists/:key" + mapPath, cost: guard.Costly, handle: (*site).listMap, feature: &readingLists, class: "map"},
		{template: "list", data: listPage{}, path: "/lists/:key" + newPapersPath, cost: guard.Costly, handle: (*site).newForList, feature: &readingLists, class: "list"},
		{template: "add", data: addPage{}, path: "/add", handle: (*site).add, feature: &adding, class: "single", title: "Add papers", masthead: "Add"},
		{template: "sample", data: samplePage{}, path: "/sample/remove", handle: (*site).sample, class: "sample", title: "Remove the sample papers"},
		{template: "save", data: savePage{}, path: "/save", handle: (*site).save, feature: &readingLists, class: "single", title: "Save to a list"},
		{template: "subscribe", data: subscribePage{}, path: "/subscribe", handle: (*site).subscribe, feature: &mailing, class: "single", title: "Get new papers by email", footer: "Subscribe by email"},
		{template: "subscribed", data: subscribedPage{}, feature: &mailing, class: "single", title: "Check your email"},
		{template: "confirm", data: confirmPage{}, path: "/subscriptions/:key" + confirmSuffix, handle: (*site).confirm, open: true, feature: &mailing, class: "single", title: "Confirm your subscription"},
		{template: "subscriptions", data: managePage{}, path: "/subscriptions/:key", handle: (*site).subscriptions, open: true, feature: &mailing, class: "single", title: "Your subscriptions"},
		{template: "unsubscribe", data: unsubscribePage{}, path: "/u/:key", handle: (*site).unsubscribe, open: true, feature: &mailing, class: "single", title: "Unsubscribe"},
		{template: "sign-in", data: signInPage{}, path: "/sign-in", handle: (*site).signIn, open: true, class: "single", title: "Sign in"},
		{template: "help", data: helpPage{}, path: "/help", handle: (*site).help, class: "manual", title: "Help", masthead: "Help"},
		{template: "help", data: helpPage{}, path: "/help/:topic", handle: (*site).help, class: "manual"},
		{template: "docs", data: docsPage{}, path: docsPath, cost: guard.Cheap, handle: (*site).docs, headOnly: true, class: "manual", title: "API", footer: "API"},
		{template: "error", data: errorPage{}, class: "error"},
	}
}

// A formRow is a row of the table of what pages send by POST.
type formRow struct {
	path string
	need access.Need
	// action is the name of the change in the audit log; empty for what changes nothing on the
	// server.
	action  audit.Action
	handle  func(*site, echo.Context) error
	feature *feature
	// quick is true of a form that may take no longer than a page.
	quick bool
}

// forms returns the table of forms. A form that changes papers asks for a secret itself, because
// a browser's session does not allow that: its route needs no more than reading.
func (s *site) forms() []formRow {
	change := func(path string, action audit.Action, do func(*site, context.Context, *listForm) (string, error)) formRow {
		return formRow{"/lists/:key/" + path, access.ChangeList, action, changeList(do), &readingLists, false}
	}
	return []formRow{
		{"/add", access.Read, audit.PapersAdd, (*site).addPapers, &adding, false},
		{"/papers/*", access.Read, audit.PapersUnmerge, (*site).undoMerge, nil, false},
		{"/sample/remove", access.Read, audit.PapersDelete, (*site).removeSample, nil, false},
		{"/sign-in", access.Nothing, audit.SignIn, (*site).checkSignIn, nil, true},
		{"/sign-out", access.Nothing, "", (*site).signOut, nil, false},

		{"/subscribe", access.Read, audit.MailSubscribe, (*site).postSubscribe, &mailing, true},
		{"/subscriptions/:key" + confirmSuffix, access.Nothing, audit.MailConfirm, (*site).postConfirm, &mailing, true},
		{"/subscriptions/:key", access.Nothing, audit.MailChange, (*site).changeSubscription, &mailing, true},
		{"/subscriptions/:key/unsubscribe", access.Nothing, audit.MailUnsubscribe, (*site).postUnsubscribe, &mailing, true},

		{"/star", access.ChangeList, audit.ListsChange, (*site).postStar, &readingLists, false},
		{"/save", access.ChangeList, audit.ListsChange, (*site).postSave, &readingLists, false},
		{"/view", access.Read, "", (*site).postDisplay, nil, true},
		{"/theme", access.Read, "", (*site).postTheme, nil, true},
		{"/lists", api.NeedToMakeLists(s.options.ListPolicy), audit.ListsCreate, (*site).newList, &readingLists, false},
		change("rename", audit.ListsChange, (*site).renameList),
		change("remove", audit.ListsChange, (*site).removeFromList),
		change("note", audit.ListsChange, (*site).setNote),
		change("renew", audit.ListsRenew, (*site).renewListKey),
		change("stars", "", (*site).useForStars),
		change("forget", "", (*site).forgetList),
		change("delete", audit.ListsDelete, (*site).deleteList),
	}
}

// A feature is a part of the site that a policy of the server can turn off.
type feature struct {
	isOn func(Options) bool
	// off tells a reader that it is turned off. If it is empty, the pages do not exist then.
	off string
	// private is true where an address may be a secret: caches and search engines are told to
	// keep nothing.
	private bool
}

var (
	adding = feature{
		isOn: func(o Options) bool { return o.AddPolicy != api.AddOff },
		off:  "Adding papers in the browser is turned off on this server. Ask the person who runs it, or use paperboy ingest in a terminal.",
	}
	readingLists = feature{
		isOn:    func(o Options) bool { return o.ListPolicy != api.ListsOff },
		off:     "Reading lists are turned off on this server.",
		private: true,
	}
	mailing = feature{isOn: func(o Options) bool { return o.mail }, private: true}
)

// require lets a request through if f is turned on; every request if f is nil.
func (s *site) require(f *feature) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if f != nil && f.private {
				c.Response().Before(func() { api.KeepPrivate(c.Response().Header()) })
			}
			if f != nil && !f.isOn(s.options) {
				if f.off == "" {
					return echo.ErrNotFound
				}
				return forbidden(f.off)
			}
			return next(c)
		}
	}
}

// register adds the routes of pages, forms and files to e.
func (s *site) register(e *echo.Echo) {
	get := []string{http.MethodGet, http.MethodHead}
	for _, p := range s.pages {
		if p.path == "" {
			continue
		}
		handle := s.bind(p.handle)
		if p.headOnly {
			handle = transfer.HeadOnly(handle)
		}
		need := access.Read
		if p.open {
			need = access.Nothing
		}
		e.Match(get, p.path, handle, s.require(p.feature), withDeadline, s.options.Gate.Guard(need, ""))
		s.options.Gate.Admit(http.MethodGet, p.path, p.costOf)
	}
	for _, f := range s.forms() {
		handle := s.bind(f.handle)
		if f.quick {
			handle = withDeadline(handle)
		}
		e.POST(f.path, handle, s.require(f.feature), s.options.Gate.Guard(f.need, f.action))
	}
	e.Match(get, view.PartsPath+"*", s.parts, withDeadline, s.options.Gate.Guard(access.Read, ""))
	s.options.Gate.Admit(http.MethodGet, view.PartsPath+"*", func(echo.Context) guard.Class { return guard.Cheap })
	e.Match(get, "/selection", s.selection, s.options.Gate.Guard(access.Read, ""))
	e.Match(get, "/opensearch.xml", s.describeSearch, s.options.Gate.Guard(access.Read, ""))
	e.Match(get, "/favicon.ico", s.assets.favicon, s.options.Gate.Guard(access.Nothing, ""))
	e.Match(get, "/manifest.webmanifest", s.assets.manifest, s.options.Gate.Guard(access.Nothing, ""))
	e.Match(get, "/robots.txt", s.robots, s.options.Gate.Guard(access.Nothing, ""))
	for path, handle := range map[string]echo.HandlerFunc{sitemapPath: s.sitemapIndex, sitemapsPath + ":part": s.sitemapPart} {
		e.Match(get, path, handle, withDeadline, s.options.Gate.Guard(access.Read, ""))
		s.options.Gate.Admit(http.MethodGet, path, func(echo.Context) guard.Class { return guard.Costly })
	}
	if s.options.Thumbnails != nil {
		e.Match(get, "/thumbnails/:name", s.thumbnail, s.options.Gate.Guard(access.Read, ""))
	}
	e.Match(get, transfer.AssetsPath+":name", s.assets.serve, s.options.Gate.Guard(access.Nothing, ""))
}

// costOf says how costly a request for the page is. A neighbourhood is costlier than its paper, and
// so may be a paper whose address has the search that it was found with.
func (p pageRow) costOf(c echo.Context) guard.Class {
	if p.path != "/papers/*" {
		return p.cost
	}
	if strings.HasSuffix(c.Request().URL.EscapedPath(), api.NeighbourhoodSuffix) || costlyPlace(c.QueryParams()) {
		return guard.Costly
	}
	return p.cost
}

// costlyPlace reports whether it may be costly to find the papers beside one, from the place in the
// address of its page.
func costlyPlace(v url.Values) bool {
	o, _, ok := view.ReadOrigin(v)
	return guard.IsCostlySearch(view.PlaceSearch(v)) || ok && o.IsSimilar()
}

// bind returns a handler of this site.
func (s *site) bind(handle func(*site, echo.Context) error) echo.HandlerFunc {
	return func(c echo.Context) error { return handle(s, c) }
}

// navigation returns the links to the pages that are turned on, with the texts that label gives
// them. The page with the template current is marked.
func (s *site) navigation(current string, label func(pageRow) string) []view.OtherView {
	var links []view.OtherView
	for _, p := range s.pages {
		if text := label(p); text != "" && (p.feature == nil || p.feature.isOn(s.options)) && (p.hasData == nil || p.hasData(s)) {
			links = append(links, view.OtherView{Link: view.Link{Text: text, URL: p.path}, Current: p.template == current})
		}
	}
	return links
}
