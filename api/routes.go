package api

import (
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v4"
)

// HTTPOptions say how a Service is served.
type HTTPOptions struct {
	// BaseURL is the address that people reach the server by, without a final
	// slash; empty: taken from each request.
	BaseURL string
	// Token is what a write's Authorization: Bearer must carry; empty refuses
	// every write.
	Token string
	// Logger takes one line a request; nil: none.
	Logger *slog.Logger
}

// Install registers the API under /api/v1, and on all of e: request ids, the
// log, recovery, compression, security headers, and an HTTPErrorHandler that
// answers with a Problem as JSON. A package that has pages installs after this
// and wraps e.HTTPErrorHandler for paths outside of /api/.
func Install(e *echo.Echo, s *Service, o HTTPOptions) { panic("unwritten") }

// NewServer is an http.Server with the timeouts that fit the API. The caller
// runs it and shuts it down.
func NewServer(handler http.Handler, logger *slog.Logger) *http.Server { panic("unwritten") }
