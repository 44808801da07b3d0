package api

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"paperboy/api/access"
	"paperboy/data/audit"
)

// prefix is where version 1 of the API lives.
const prefix = "/api/v1"

// HTTPOptions say how a Service is served.
type HTTPOptions struct {
	// BaseURL is the address that people reach the server by, without a final
	// slash; empty: taken from each request.
	BaseURL string
	// Hosts are the names that the server answers for; nil: every name.
	Hosts *Hosts
	// ListPolicy says who may make reading lists; empty: ListsOpen.
	ListPolicy ListPolicy
	// Logger takes one line a request; nil: none.
	Logger *slog.Logger
	// Audit takes what was changed; nil: nothing does.
	Audit *audit.Log
}

// handler serves a Service. Each endpoint is one of its methods, in the file of
// the endpoint's name.
type handler struct {
	*Service
	HTTPOptions
	gate      *Gate
	metrics   *metrics
	documents documents
}

// Install registers the API under /api/v1, and on all of e: request ids, the
// log, recovery, the check of the host, the gate, compression, security headers, and an
// HTTPErrorHandler that answers with a Problem as JSON. A package that has pages installs
// after this, guards its routes by the Gate that is returned, and wraps
// e.HTTPErrorHandler for paths outside of the API.
func Install(e *echo.Echo, s *Service, o HTTPOptions) *Gate {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if e.IPExtractor == nil {
		e.IPExtractor = echo.ExtractIPDirect() // Echo's default believes every X-Forwarded-For
	}
	h := &handler{s, o, &Gate{Access: s.Access, Audit: o.Audit, Logger: o.Logger, BaseURL: o.BaseURL}, newMetrics(s), newDocuments()}
	e.HTTPErrorHandler = h.writeProblem
	e.Use(requestID, h.observe, h.recover, secure, h.Hosts.check, cors, h.gate.identify, h.gate.fromOtherSites,
		middleware.GzipWithConfig(middleware.GzipConfig{Level: 1, MinLength: 1024}))
	for _, r := range h.routes() {
		h.register(e, prefix, r)
		if slices.Contains(probes, r.path) {
			h.register(e, "", r)
		}
	}
	return h.gate
}

// route is a row of the table of routes.
type route struct {
	method string // a GET route answers HEAD too
	path   string // below prefix
	need   access.Need
	// action is the route's name in the audit log, for what changes something and for
	// what only an administrator may see.
	action audit.Action
	handle echo.HandlerFunc
	limits []echo.MiddlewareFunc
}

func (h *handler) register(e *echo.Echo, prefix string, r route) {
	before := []echo.MiddlewareFunc{h.gate.Guard(r.need, r.action)}
	if strings.HasPrefix(r.path, "/lists") {
		before = []echo.MiddlewareFunc{private, before[0], h.keepsLists}
	}
	methods := []string{r.method}
	if r.method == http.MethodGet {
		methods = append(methods, http.MethodHead)
	}
	e.Match(methods, prefix+r.path, r.handle, append(before, r.limits...)...)
}

// routes is the whole API: who may use each route, and how much of it at once.
func (h *handler) routes() []route {
	const get, post, put, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete
	type limits = []echo.MiddlewareFunc
	quick := limits{deadline(30 * time.Second)}
	uploads := limits{atMost(2, 30*time.Second)}
	exports := limits{atMost(4, 5*time.Second)}
	upkeep := limits{atMost(1, 5*time.Second)}
	listExports := slices.Concat(quick, exports)
	toMakeLists := NeedToMakeLists(h.ListPolicy)

	return []route{
		{get, "/search", access.Read, "", h.search, quick},
		{get, "/search.atom", access.Read, "", h.atom, quick},
		{get, "/suggest", access.Read, "", h.suggest, quick},
		{get, "/grid", access.Read, "", h.grid, quick},
		{get, "/rising", access.Read, "", h.rising, quick},
		{get, "/export", access.Read, "", h.export, exports},
		{get, "/receipt", access.Read, "", h.receipt, quick},
		{get, "/papers", access.Read, "", h.papersByID, quick},
		{get, "/papers/lookup", access.Read, "", h.lookup, quick},
		{get, "/papers/*", access.Read, "", h.paperOrAround, quick},
		{get, "/merges", access.Read, "", h.newestMerges, quick},
		{get, "/similar", access.Read, "", h.similar, quick},
		{post, "/similar", access.Read, "", h.similarTo, quick},
		{get, "/between", access.Read, "", h.between, quick},

		{post, "/papers", access.Write, audit.PapersAdd, h.addPapers, uploads},
		{post, "/ingest", access.Write, audit.PapersAdd, h.ingest, nil},
		{put, "/papers/*", access.Write, audit.PapersReplace, h.replacePaper, uploads},
		{post, "/papers/*", access.Write, audit.PapersMerge, h.changeMerges, nil},
		{del, "/papers/*", access.Write, audit.PapersDelete, h.deletePaper, nil},
		{del, "/papers", access.Write, audit.PapersDelete, h.deletePapers, nil},

		{get, "/lists", access.Admin, audit.ListsReadAll, h.lists, quick},
		{post, "/lists", toMakeLists, audit.ListsCreate, h.createList, quick},
		{get, "/lists/:key", access.Read, "", h.list, quick},
		{put, "/lists/:key", access.ChangeList, audit.ListsChange, h.renameList, quick},
		{del, "/lists/:key", access.ChangeList, audit.ListsDelete, h.deleteList, quick},
		{post, "/lists/:key/papers", access.ChangeList, audit.ListsChange, h.addToList, quick},
		{del, "/lists/:key/papers", access.ChangeList, audit.ListsChange, h.removeFromList, quick},
		{post, "/lists/:key/renew", access.ChangeList, audit.ListsRenew, h.renewListKey, quick},
		{get, "/lists/:key/export", access.Read, "", h.exportList, listExports},
		{get, "/lists/:key/recommendations", access.Read, "", h.recommendations, quick},

		// Feeds are named by addresses, which may be nobody else's business.
		{get, "/feeds", access.Write, "", h.feeds, quick},
		{put, "/feeds", access.Write, audit.FeedsPut, h.putFeed, quick},

		{get, "/keys", access.Admin, audit.KeysRead, h.keys, quick},
		{post, "/keys", access.Admin, audit.KeysCreate, h.createKey, quick},
		{post, "/keys/:id/rotate", access.Admin, audit.KeysRotate, h.rotateKey, quick},
		{del, "/keys/:id", access.Admin, audit.KeysRevoke, h.revokeKey, quick},

		{post, "/admin/reindex", access.Admin, audit.IndexRebuild, h.reindex, nil},
		{post, "/admin/check", access.Admin, audit.LibraryCheck, h.check, upkeep},
		{get, "/admin/backup", access.Admin, audit.LibraryBackup, h.backup, upkeep},

		{get, "/stats", access.Read, "", h.stats, quick},
		{get, "/healthz", access.Nothing, "", h.healthz, nil},
		{get, "/readyz", access.Nothing, "", h.readyz, nil},
		{get, "/metrics", access.Read, "", h.metrics.serve, nil},
		{get, "/openapi.json", access.Read, "", h.openAPI, nil},
		{get, "/docs", access.Read, "", h.docs, nil},
	}
}

// NewServer is an http.Server with the timeouts that fit the API: a caller who
// neither sends nor reads for a minute is cut off. The caller runs it and shuts
// it down.
func NewServer(handler http.Handler, logger *slog.Logger) *http.Server {
	s := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		WriteTimeout:      stallTimeout,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    256 << 10, // a query of MaxQueryLength characters, percent-encoded
	}
	if logger != nil {
		s.ErrorLog = slog.NewLogLogger(logger.Handler(), slog.LevelWarn)
	}
	return s
}
