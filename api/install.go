package api

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"paperboy/api/fair"
	"paperboy/api/guard"
	"paperboy/api/metrics"
	"paperboy/api/transfer"
	"paperboy/data/audit"
)

// Prefix is the path of version 1 of the API.
const Prefix = "/api/v1"

// HTTPOptions configure how a Service is served.
type HTTPOptions struct {
	// BaseURL is the public address of the server, without a final slash; empty: that of each
	// request.
	BaseURL string
	// Hosts are the host names that the server accepts. If nil, it accepts every name.
	Hosts *guard.Hosts
	// ListPolicy says who may create reading lists; empty: ListsOpen.
	ListPolicy ListPolicy
	// Logger gets one line for each request. If nil, requests are not logged.
	Logger *slog.Logger
	// Audit records changes. If nil, they are not recorded.
	Audit *audit.Log
	// Rate limits the requests of each client. The zero value means no limit.
	Rate fair.Rate
	// Queue shares the server among clients. If nil, it is a queue for the processors of this
	// machine.
	Queue *fair.Queue
}

// handler serves the table of endpoints.
type handler struct {
	Service *Service
	HTTPOptions
	gate     *guard.Gate
	metrics  *metrics.Metrics
	document []byte // OpenAPI
	// process is a random name, different after each start.
	process string
}

// Install registers the API under Prefix. For all routes of e it adds request ids, the log,
// recovery from panics, the check of the host, the gate, compression, security headers, and an
// HTTPErrorHandler that answers with a Problem as JSON. Package web installs its pages afterwards,
// guards them by the Gate that is returned, and wraps e.HTTPErrorHandler for its own paths.
func Install(e *echo.Echo, s *Service, o HTTPOptions) *guard.Gate {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if e.IPExtractor == nil {
		e.IPExtractor = echo.ExtractIPDirect() // Echo's default believes every X-Forwarded-For
	}
	counted := metrics.New(s.Library, s.Alerts)
	gate := guard.New(guard.Options{
		Access: s.Access, Audit: o.Audit, Logger: o.Logger, BaseURL: o.BaseURL, SecretPath: oneClickPath, Rate: o.Rate, Queue: o.Queue,
		Now: s.Library.Now, CountFailure: counted.Failure, Explain: StatusOf,
	})
	h := &handler{s, o, gate, counted, Document(s.Library.FileFormats()), rand.Text()}
	e.HTTPErrorHandler = h.writeProblem
	e.Use(requestID, h.observe, h.recover, secure, h.checkHost, cors, gate.Identify, gate.RefuseOtherSites,
		middleware.GzipWithConfig(middleware.GzipConfig{Level: 1, MinLength: transfer.GzipMin, Skipper: isCompressed}), gate.WaitTurn)
	h.install(e)
	h.installOneClick(e)
	return h.gate
}

// isCompressed reports whether the answer to a request is compressed already.
func isCompressed(c echo.Context) bool {
	return strings.HasPrefix(c.Request().URL.Path, transfer.AssetsPath)
}

// NewServer returns an http.Server with timeouts that fit the API: a client that neither sends nor
// reads for a minute is disconnected. The caller runs the server and shuts it down.
func NewServer(handler http.Handler, logger *slog.Logger) *http.Server {
	s := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		WriteTimeout:      transfer.StallTimeout,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    256 << 10, // a query of MaxQueryLength characters, percent-encoded
	}
	if logger != nil {
		s.ErrorLog = slog.NewLogLogger(logger.Handler(), slog.LevelWarn)
	}
	return s
}

// serveMetrics is GET /metrics.
func (h *handler) serveMetrics(c echo.Context, _ None) error {
	h.metrics.ServeHTTP(c.Response(), c.Request())
	return nil
}
