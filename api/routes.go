package api

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
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
}

// handler serves a Service. Each endpoint is one of its methods, in the file of
// the endpoint's name.
type handler struct {
	*Service
	HTTPOptions
	metrics   *metrics
	documents documents
}

// Install registers the API under /api/v1, and on all of e: request ids, the
// log, recovery, compression, security headers, and an HTTPErrorHandler that
// answers with a Problem as JSON. A package that has pages installs after this
// and wraps e.HTTPErrorHandler for paths outside of /api/.
func Install(e *echo.Echo, s *Service, o HTTPOptions) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	h := &handler{s, o, newMetrics(s), newDocuments()}
	e.HTTPErrorHandler = h.writeProblem
	e.Use(requestID, h.observe, h.recover, secure, cors, middleware.GzipWithConfig(middleware.GzipConfig{Level: 1, MinLength: 1024}))

	g := e.Group(prefix)
	read := []string{http.MethodGet, http.MethodHead}
	get := func(path string, handle echo.HandlerFunc, m ...echo.MiddlewareFunc) {
		g.Match(read, path, handle, m...)
	}
	quick := deadline(30 * time.Second)
	uploads := atMost(2, 30*time.Second)
	exports := atMost(4, 5*time.Second)
	upkeep := atMost(1, 5*time.Second)

	get("/search", h.search, quick)
	get("/search.atom", h.atom, quick)
	get("/suggest", h.suggest, quick)
	get("/grid", h.grid, quick)
	get("/rising", h.rising, quick)
	get("/export", h.export, exports)
	get("/receipt", h.receipt, quick)
	get("/papers", h.papersByID, quick)
	get("/papers/lookup", h.lookup, quick)
	get("/papers/*", h.paperOrAround, quick)
	get("/merges", h.newestMerges, quick)
	get("/similar", h.similar, quick)
	g.POST("/similar", h.similarTo, quick)
	get("/between", h.between, quick)

	g.POST("/papers", h.addPapers, h.authorized, uploads)
	g.POST("/ingest", h.ingest, h.authorized)
	g.PUT("/papers/*", h.replacePaper, h.authorized, uploads)
	g.POST("/papers/*", h.changeMerges, h.authorized)
	g.DELETE("/papers/*", h.deletePaper, h.authorized)
	g.DELETE("/papers", h.deletePapers, h.authorized)

	list := func(method, path string, handle echo.HandlerFunc, m ...echo.MiddlewareFunc) {
		m = append([]echo.MiddlewareFunc{private, h.keepsLists, quick}, m...)
		g.Add(method, "/lists"+path, handle, m...)
		if method == http.MethodGet {
			g.HEAD("/lists"+path, handle, m...)
		}
	}
	list(http.MethodGet, "", h.lists, h.authorized)
	list(http.MethodPost, "", h.createList, h.mayMakeLists)
	list(http.MethodGet, "/:key", h.list)
	list(http.MethodPut, "/:key", h.renameList)
	list(http.MethodDelete, "/:key", h.deleteList)
	list(http.MethodPost, "/:key/papers", h.addToList)
	list(http.MethodDelete, "/:key/papers", h.removeFromList)
	list(http.MethodPost, "/:key/renew", h.renewListKey)
	list(http.MethodGet, "/:key/export", h.exportList, exports)
	list(http.MethodGet, "/:key/recommendations", h.recommendations)

	// Feeds are named by addresses, which may be nobody else's business.
	g.GET("/feeds", h.feeds, h.authorized, quick)
	g.PUT("/feeds", h.putFeed, h.authorized, quick)

	g.POST("/admin/reindex", h.reindex, h.authorized)
	g.POST("/admin/check", h.check, h.authorized, upkeep)
	get("/admin/backup", h.backup, h.authorized, upkeep)

	get("/stats", h.stats, quick)
	get("/healthz", h.healthz)
	get("/readyz", h.readyz)
	get("/metrics", h.metrics.serve)
	get("/openapi.json", h.openAPI)
	get("/docs", h.docs)
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
