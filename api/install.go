package api

import (
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"paperboy/api/fair"
	"paperboy/data/audit"
)

// prefix is where version 1 of the API lives.
const Prefix = "/api/v1"

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

// handler serves the endpoints of endpoints.go.
type handler struct {
	Service *Service
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
	h := &handler{s, o, gate, metrics, newDocuments(s.Library.FileFormats()), newAdmission(o, s.Library.Now)}
	e.HTTPErrorHandler = h.writeProblem
	e.Use(requestID, h.observe, h.recover, secure, h.Hosts.check, cors, h.gate.identify, h.gate.fromOtherSites,
		middleware.GzipWithConfig(middleware.GzipConfig{Level: 1, MinLength: 1024}), h.admit)
	h.install(e)
	return h.gate
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
