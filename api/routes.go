package api

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"paperboy/api/search"
	"paperboy/api/similar"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"paperboy/api/access"
	"paperboy/api/fair"
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
	// Rate is how many requests each client may make; zero: as many as it likes.
	Rate fair.Rate
	// Queue shares the server among clients; nil: one for this machine's processors.
	Queue *fair.Queue
}

// handler serves a Service. Each endpoint is one of its methods, in the file of
// the endpoint's name.
type handler struct {
	*Service
	HTTPOptions
	gate      *Gate
	metrics   *metrics
	documents documents
	admission *admission
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
	metrics := newMetrics(s)
	gate := &Gate{Access: s.Access, Audit: o.Audit, Logger: o.Logger, BaseURL: o.BaseURL, countFailure: metrics.failure}
	h := &handler{s, o, gate, metrics, newDocuments(s.FileFormats()), newAdmission(o, s.Now)}
	e.HTTPErrorHandler = h.writeProblem
	e.Use(requestID, h.observe, h.recover, secure, h.Hosts.check, cors, h.gate.identify, h.gate.fromOtherSites,
		middleware.GzipWithConfig(middleware.GzipConfig{Level: 1, MinLength: 1024}), h.admit)
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
	// head answers HEAD where that does less than handle; nil: handle does.
	head echo.HandlerFunc
}

func (h *handler) register(e *echo.Echo, prefix string, r route) {
	before := []echo.MiddlewareFunc{h.gate.Guard(r.need, r.action)}
	if strings.HasPrefix(r.path, "/lists") {
		before = []echo.MiddlewareFunc{private, before[0], h.keepsLists}
	}
	before = append(before, r.limits...)
	e.Add(r.method, prefix+r.path, r.handle, before...)
	switch {
	case r.head != nil:
		e.HEAD(prefix+r.path, r.head, before...)
	case r.method == http.MethodGet:
		e.HEAD(prefix+r.path, r.handle, before...)
	}
}

// routes is the whole API: who may use each route, and how much of it at once.
func (h *handler) routes() []route {
	const get, post, put, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete
	const jsonType = echo.MIMEApplicationJSON
	type limits = []echo.MiddlewareFunc
	quick := limits{deadline(30 * time.Second)}
	long := limits{deadline(exportTime)}
	uploads := limits{atMost(uploadsAtOnce(), 30*time.Second)}
	upkeep := limits{atMost(1, 5*time.Second)}
	toMakeLists := NeedToMakeLists(h.ListPolicy)

	return []route{
		{get, "/search", access.Read, "", h.search, quick, checked(search.Table, jsonType)},
		{get, "/search.atom", access.Read, "", h.atom, quick, checked(search.Table, atomType)},
		{get, "/suggest", access.Read, "", h.suggest, quick, checked(search.SuggestTable, jsonType)},
		{get, "/grid", access.Read, "", h.grid, quick, checked(search.GridTable, jsonType)},
		{get, "/rising", access.Read, "", h.rising, quick, checked(search.RisingTable, jsonType)},
		{get, "/export", access.Read, "", h.export, long, h.headOfExport},
		{get, "/receipt", access.Read, "", h.receipt, quick, checked(search.ReceiptTable, jsonType)},
		{get, "/papers", access.Read, "", h.papersByID, quick, nil},
		{get, "/papers/lookup", access.Read, "", h.lookup, quick, nil},
		{get, "/papers/*", access.Read, "", h.paperOrAround, quick, h.headOfPaper},
		{get, "/merges", access.Read, "", h.newestMerges, quick, nil},
		{get, "/similar", access.Read, "", h.similar, quick, checked(similar.Table, jsonType)},
		{post, "/similar", access.Read, "", h.similarTo, quick, nil},
		{get, "/between", access.Read, "", h.between, quick, checked(similar.BetweenTable, jsonType)},

		{post, "/papers", access.Write, audit.PapersAdd, h.addPapers, uploads, nil},
		{post, "/ingest", access.Write, audit.PapersAdd, h.ingest, nil, nil},
		{put, "/papers/*", access.Write, audit.PapersReplace, ofPaper(h.replacePaper), uploads, nil},
		{post, "/papers/*", access.Write, audit.PapersMerge, h.changeMerges, nil, nil},
		{del, "/papers/*", access.Write, audit.PapersDelete, ofPaper(h.deletePaper), nil, nil},
		{http.MethodOptions, "/papers/*", access.Nothing, "", optionsOfPaper, nil, nil},
		{del, "/papers", access.Write, audit.PapersDelete, h.deletePapers, nil, nil},

		{get, "/lists", access.Admin, audit.ListsReadAll, h.lists, quick, nil},
		{del, "/lists", access.Admin, audit.ListsPrune, h.pruneLists, quick, nil},
		{post, "/lists", toMakeLists, audit.ListsCreate, h.createList, quick, nil},
		{get, "/lists/:key", access.Read, "", h.list, quick, nil},
		{put, "/lists/:key", access.ChangeList, audit.ListsChange, h.renameList, quick, nil},
		{del, "/lists/:key", access.ChangeList, audit.ListsDelete, h.deleteList, quick, nil},
		{post, "/lists/:key/papers", access.ChangeList, audit.ListsChange, h.addToList, quick, nil},
		{del, "/lists/:key/papers", access.ChangeList, audit.ListsChange, h.removeFromList, quick, nil},
		{post, "/lists/:key/renew", access.ChangeList, audit.ListsRenew, h.renewListKey, quick, nil},
		{get, "/lists/:key/export", access.Read, "", h.exportList, quick, h.headOfListExport},
		{get, "/lists/:key/recommendations", access.Read, "", h.recommendations, quick, h.headOfRecommendations},

		// Feeds are named by addresses, which may be nobody else's business.
		{get, "/feeds", access.Write, "", h.feeds, quick, nil},
		{put, "/feeds", access.Write, audit.FeedsPut, h.putFeed, quick, nil},

		{get, "/keys", access.Admin, audit.KeysRead, h.keys, quick, nil},
		{post, "/keys", access.Admin, audit.KeysCreate, h.createKey, quick, nil},
		{post, "/keys/:id/rotate", access.Admin, audit.KeysRotate, h.rotateKey, quick, nil},
		{del, "/keys/:id", access.Admin, audit.KeysRevoke, h.revokeKey, quick, nil},

		{post, "/admin/reindex", access.Admin, audit.IndexRebuild, h.reindex, nil, nil},
		{post, "/admin/check", access.Admin, audit.LibraryCheck, h.check, upkeep, nil},
		{get, "/admin/backup", access.Admin, audit.LibraryBackup, h.backup, upkeep, h.headOfBackup},

		{get, "/stats", access.Read, "", h.stats, quick, nil},
		{get, "/healthz", access.Nothing, "", h.healthz, nil, nil},
		{get, "/readyz", access.Nothing, "", h.readyz, nil, nil},
		{get, "/metrics", access.Read, "", h.metrics.serve, nil, nil},
		{get, "/openapi.json", access.Read, "", h.openAPI, nil, nil},
		{get, "/docs", access.Read, "", h.docs, nil, nil},
	}
}

// shortMemory is the memory limit below which uploads are taken one at a time: each takes
// some 100 MB beside the index.
const shortMemory = 1 << 30

// uploadsAtOnce is how many uploads are taken at once, of each of their two kinds.
func uploadsAtOnce() int {
	if debug.SetMemoryLimit(-1) < shortMemory {
		return 1
	}
	return 2
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
