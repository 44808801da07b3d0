package api

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"paperboy/api/fair"
)

// prefix is where version 1 of the API lives.
const prefix = "/api/v1"

// HTTPOptions say how a Service is served.
type HTTPOptions struct {
	// BaseURL is the address that people reach the server by, without a final
	// slash; empty: taken from each request.
	BaseURL string
	// Token is what a write's Authorization: Bearer must carry; empty refuses
	// every write.
	Token string
	// ListPolicy says who may make reading lists; empty: ListsOpen.
	ListPolicy ListPolicy
	// Logger takes one line a request; nil: none.
	Logger *slog.Logger
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
	metrics   *metrics
	documents documents
	admission *admission
}

// Install registers the API under /api/v1, and on all of e: request ids, the
// log, recovery, compression, security headers, and an HTTPErrorHandler that
// answers with a Problem as JSON. A package that has pages installs after this
// and wraps e.HTTPErrorHandler for paths outside of /api/.
func Install(e *echo.Echo, s *Service, o HTTPOptions) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	h := &handler{s, o, newMetrics(s), newDocuments(s.FileFormats()), newAdmission(o, s.Now)}
	e.HTTPErrorHandler = h.writeProblem
	e.Use(requestID, h.observe, h.recover, secure, cors, middleware.GzipWithConfig(middleware.GzipConfig{Level: 1, MinLength: 1024}), h.admit)

	g := e.Group(prefix)
	get := func(path string, handle echo.HandlerFunc, m ...echo.MiddlewareFunc) {
		g.Match([]string{http.MethodGet, http.MethodHead}, path, handle, m...)
	}
	// work is get for what a HEAD does not do.
	work := func(path string, handle, head echo.HandlerFunc, m ...echo.MiddlewareFunc) {
		g.GET(path, handle, m...)
		g.HEAD(path, head, m...)
	}
	const jsonType = echo.MIMEApplicationJSON
	quick := deadline(30 * time.Second)
	uploads := atMost(uploadsAtOnce(), 30*time.Second)
	long := deadline(exportTime)
	upkeep := atMost(1, 5*time.Second)

	work("/search", h.search, checked(searchTable, jsonType), quick)
	work("/search.atom", h.atom, checked(searchTable, atomType), quick)
	work("/suggest", h.suggest, checked(suggestTable, jsonType), quick)
	work("/grid", h.grid, checked(gridTable, jsonType), quick)
	work("/rising", h.rising, checked(risingTable, jsonType), quick)
	work("/export", h.export, h.headOfExport, long)
	work("/receipt", h.receipt, checked(receiptTable, jsonType), quick)
	get("/papers", h.papersByID, quick)
	get("/papers/lookup", h.lookup, quick)
	work("/papers/*", h.paperOrAround, h.headOfPaper, quick)
	get("/merges", h.newestMerges, quick)
	work("/similar", h.similar, checked(similarTable, jsonType), quick)
	g.POST("/similar", h.similarTo, quick)
	work("/between", h.between, checked(betweenTable, jsonType), quick)

	g.POST("/papers", h.addPapers, h.authorized, uploads)
	g.POST("/ingest", h.ingest, h.authorized)
	g.PUT("/papers/*", h.replacePaper, ofPaper, h.authorized, uploads)
	g.POST("/papers/*", h.changeMerges, h.authorized)
	g.OPTIONS("/papers/*", optionsOfPaper)
	g.DELETE("/papers/*", h.deletePaper, ofPaper, h.authorized)
	g.DELETE("/papers", h.deletePapers, h.authorized)

	list := func(method, path string, handle echo.HandlerFunc, m ...echo.MiddlewareFunc) {
		m = append([]echo.MiddlewareFunc{private, h.keepsLists, quick}, m...)
		g.Add(method, "/lists"+path, handle, m...)
	}
	list(http.MethodGet, "", h.lists, h.authorized)
	list(http.MethodHead, "", h.lists, h.authorized)
	list(http.MethodDelete, "", h.pruneLists, h.authorized)
	list(http.MethodPost, "", h.createList, h.mayMakeLists)
	list(http.MethodGet, "/:key", h.list)
	list(http.MethodHead, "/:key", h.list)
	list(http.MethodPut, "/:key", h.renameList)
	list(http.MethodDelete, "/:key", h.deleteList)
	list(http.MethodPost, "/:key/papers", h.addToList)
	list(http.MethodDelete, "/:key/papers", h.removeFromList)
	list(http.MethodPost, "/:key/renew", h.renewListKey)
	list(http.MethodGet, "/:key/export", h.exportList)
	list(http.MethodHead, "/:key/export", h.headOfListExport)
	list(http.MethodGet, "/:key/recommendations", h.recommendations)
	list(http.MethodHead, "/:key/recommendations", h.headOfRecommendations)

	// Feeds are named by addresses, which may be nobody else's business.
	g.GET("/feeds", h.feeds, h.authorized, quick)
	g.PUT("/feeds", h.putFeed, h.authorized, quick)

	g.POST("/admin/reindex", h.reindex, h.authorized)
	g.POST("/admin/check", h.check, h.authorized, upkeep)
	work("/admin/backup", h.backup, func(c echo.Context) error { return headersOnly(c, backupType) }, h.authorized, upkeep)

	get("/stats", h.stats, quick)
	get("/healthz", h.healthz)
	get("/readyz", h.readyz)
	get("/metrics", h.metrics.serve)
	get("/openapi.json", h.openAPI)
	get("/docs", h.docs)
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
